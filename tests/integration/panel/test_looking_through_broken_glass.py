"""Whoever sees a case by broken glass alone reads it in the panel too, and does nothing to it."""

from typing import Any

import pytest
from sqlalchemy import select

from shared.contracts import CaseRestricted
from shared.restrictions.actions.break_the_glass import break_the_glass
from shared.storage.kernel_tables import audit_entry

from .conftest import CASE, Panel

OFFICER = "cdop-administrator"
HOLD = {
    "kind": "inquest",
    "hold_reason": "Opened",
    "placed_on-day": "1",
    "placed_on-month": "5",
    "placed_on-year": "2026",
}
ACTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    (f"/cases/{CASE}/holds", HOLD),
    (f"/cases/{CASE}/ready", {}),
)


@pytest.fixture
def looked_at(panel: Panel) -> Panel:
    panel.notified()
    panel.tell(
        CaseRestricted(case_reference=CASE, kind="other", people=("caldicott-guardian", "cdr-manager"))
    )
    asked = {"reference": CASE, "reason": "The coroner asks for it today", "minutes": "30", "most": 60}
    panel.act(OFFICER, break_the_glass, told=("guardian@board.example",), link="https://x.example", **asked)
    return panel


@pytest.mark.parametrize(("path", "typed"), ACTIONS)
def test_what_somebody_named_does_is_refused_to_who_broke_the_glass(
    looked_at: Panel, sign_in: Any, path: str, typed: dict[str, str]
) -> None:
    refused = sign_in(OFFICER).post(path, f"/cases/{CASE}", typed)
    assert refused.status_code == 403
    assert "You may look at this case, and not act on it" in refused.text
    done = select(audit_entry.c.action).where(audit_entry.c.person_id == OFFICER, ~audit_entry.c.reading)
    with looked_at.database.engine.connect() as connection:
        assert set(connection.scalars(done)) == {"break_glass", "queue_message"}
    assert sign_in("cdr-manager").post(path, f"/cases/{CASE}", typed).status_code == 200


def test_every_page_of_the_case_says_how_it_is_seen(looked_at: Panel, sign_in: Any) -> None:
    for page in (f"/cases/{CASE}", f"/cases/{CASE}/bundle"):
        assert "open to you until 15 June 2026, 12:00 pm" in sign_in(OFFICER).get(page).text, page
        named = sign_in("cdr-manager").get(page).text
        assert "<strong>Restricted case.</strong>" in named
        assert "open to you until" not in named


def test_who_broke_the_glass_is_offered_nothing_that_would_be_refused(looked_at: Panel, sign_in: Any) -> None:
    def offered(who: str) -> int:
        page = sign_in(who).get(f"/cases/{CASE}").text.split("<main", 1)[1].split("</main>")[0]
        return page.count('method="post"')

    assert offered("cdr-manager") > 0
    assert offered(OFFICER) == 0
