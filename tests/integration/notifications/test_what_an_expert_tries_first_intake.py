"""What a child death review manager tries first about intake (docs: the twenty checks, numbers 5 and 8)."""

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.notifications.app import SERVICE
from shared.settings import Settings
from shared.storage import Database
from shared.web import create_web

from .conftest import MANAGER, enter_as, token_on
from .test_notifying_without_an_account import PAGE, typed

OTHER = "LLR-2026-0002"


@pytest.fixture
def browser(database: Database, settings: Settings, now: object) -> Callable[[], TestClient]:
    app = create_web(settings, [SERVICE], {"notifications": database}, (MANAGER,), now=lambda: now)  # type: ignore[arg-type,return-value]
    return lambda: TestClient(app, base_url="http://127.0.0.1:8000")


def test_check_8_an_outside_professional_notifies_gets_a_copy_and_sees_nobodys_case(
    browser: Callable[[], TestClient],
) -> None:
    telephone, somebody_else = browser(), browser()
    mine = telephone.post(PAGE, data=typed(telephone))
    other = somebody_else.post(
        PAGE, data=typed(somebody_else, child__family_name="Otherchild", child__nhs_number="9990000026")
    )
    assert "LLR-2026-0001" in mine.text
    assert "Canaryfeather" in telephone.get(f"{mine.url}/copy").text
    for path in _everything_a_visitor_may_try(OTHER):
        answer = telephone.get(path)
        assert answer.status_code in (401, 404), path
        assert "Otherchild" not in answer.text, path
    assert "Otherchild" in other.text
    assert "Otherchild" not in mine.text


def _everything_a_visitor_may_try(reference: str) -> list[str]:
    pages = ("triage", "cases", "links", "transfers", "audit", f"triage/{reference}", f"cases/{reference}")
    inside = (f"cases/{reference}/documents", f"cases/{reference}/gathering", f"notify/received/{reference}")
    return [f"/notifications/{path}" for path in (*pages, *inside)]


OPENED_BY_LINKS = (
    "notify/received/{}",
    "notify/received/{}/copy",
    "notify/received/{}/documents",
    "notify/with/{}",
    "notify/questions/{}",
    "notify/questions/{}/corrections",
    "transferred/{}",
    "transferred/{}/copy",
)


def test_check_8_guessed_references_and_tokens_are_answered_alike(
    browser: Callable[[], TestClient],
) -> None:
    visitor = browser()
    token = str(visitor.post(PAGE, data=typed(visitor)).url).rsplit("/", 1)[1]
    for place in OPENED_BY_LINKS:
        signed_for_something_else = token if "received" not in place else "IjEi.x"
        guesses = ("LLR-2026-0001", "LLR-2026-9999", _changed(token), signed_for_something_else)
        answers = [visitor.get(f"/notifications/{place.format(guess)}") for guess in guesses]
        assert {answer.status_code for answer in answers} == {404}, place
        assert len({_without_the_address(answer.text) for answer in answers}) == 1, place
        assert "Canaryfeather" not in "".join(answer.text for answer in answers), place


def _changed(token: str) -> str:
    """The token with another first letter of its signature: the last of it stands for fewer bits."""
    content, _, signature = token.rpartition(".")
    return f"{content}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}"


def _without_the_address(page: str) -> str:
    """What is said, without the parts that are new on every page."""
    main = page.split("<main", 1)[1].split("</main>", 1)[0]
    return re.sub(r'value="[^"]*"|href="[^"]*"', "", main)


def test_check_5_a_child_of_another_area_is_transferred_and_stays_visible_in_the_log(
    browser: Callable[[], TestClient], database: Database
) -> None:
    visitor, office = browser(), browser()
    visitor.post(PAGE, data=typed(visitor, home__local_authority="Other"))
    enter_as(office, MANAGER)
    triage = "/notifications/triage/LLR-2026-0001"
    assert "The panel of the home area normally leads" in office.get(triage).text
    form = {
        "csrf_token": token_on(office.get(triage).text),
        "transfer_panel": "nottinghamshire",
        "receipt": "P Sample, by telephone",
        "transfer_reason": "Lived in Nottingham, died in Leicester",
    }
    office.post(f"{triage}/transfer", data=form)
    log = office.get("/notifications/transfers").text
    assert "LLR-2026-0001-T1" in log
    assert "Lived in Nottingham, died in Leicester" in log
    assert "Nottingham and Nottinghamshire" in log
    assert "Received" in log
    assert "LLR-2026-0001" not in office.get("/notifications/cases").text
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM outbox")) == 0
        assert connection.scalar(text("SELECT status FROM notification")) == "transferred"
