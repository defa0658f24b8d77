"""What an analyst's pages count stands in tables whose rows the database shows to analysts.

A table whose rows are the office's is empty while an analyst acts: joined to what is counted it makes 0 of
it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from services.theming.actions.signals import look_for_signals, make_extracts
from services.theming.actions.themes.add_theme import add_theme
from services.theming.tables.row_security import ROW_SECURITY
from shared.storage.kernel_rules import ANALYSTS
from tests.integration.theming.conftest import Theming, enter, notified, reviewed
from tests.integration.theming.test_as_known_on import SEPTEMBER
from tests.integration.theming.test_signals import errand

#: Their own entries everybody may write; restrictions are asked about by everybody to whom one can be closed.
KERNEL = {"audit_entry", "audit_reader", "outbox", "case_restriction", "disposed_case"}
OFFICES = {name for name, rule in ROW_SECURITY.rules.items() if ANALYSTS not in rule.reads} - KERNEL
ALL_YEAR = "basis=reviewed&period=2026-27"
KNOWN_ON = "as_known_on=2026-09-30"
PAGES = [
    "",
    *(
        f"statistics?by={by}&{ALL_YEAR}&{known}"
        for by in ("theme", "theme_group", "category")
        for known in ("", KNOWN_ON)
    ),
    "statistics?by=in_time&basis=notified&period=2026-27",
    f"statistics/table.csv?by=theme&{ALL_YEAR}&{KNOWN_ON}",
    f"api/v1/statistics?by=theme&{ALL_YEAR}&{KNOWN_ON}",
    f"tables?rows=theme&columns=age_band&make=1&area=all&{ALL_YEAR}",
    f"tables?rows=theme_group&make=1&area=all&{ALL_YEAR}&{KNOWN_ON}",
    "data-quality?period=2026-27",
    "charts",
    *(f"charts/{name}" for name in ("timeliness", "categories", "themes-by-age", "time-to-review")),
    "packs",
    "reports",
    "releases",
    "releases/new",
    "dictionary",
    "signals",
    "signals/chance",
    "signals/series/theme-asthma/extract",
    "signals/series/theme-asthma/extract.csv",
    "signals/series/circumstance-respiratory/extract",
]


def themed(theming: Theming) -> None:
    """Twelve reviews of September whose theme was confirmed on their day."""
    theming.at = SEPTEMBER
    for number in range(12):
        case = f"LLR-2026-{number:04}"
        theming.tell(notified(case), reviewed(case, on=date(2026, 9, 10), summary=""))
        theming.act("cdr-manager", add_theme, case=case, theme="asthma", reason="Plain in the text")


@pytest.fixture
def said(theming: Theming) -> Iterator[list[str]]:
    found: list[str] = []

    def hear(*told: object) -> None:
        found.append(str(told[2]))

    event.listen(theming.database.engine, "before_cursor_execute", hear)
    yield found
    event.remove(theming.database.engine, "before_cursor_execute", hear)


def test_no_page_of_an_analyst_asks_a_table_whose_rows_are_the_offices(
    theming: Theming, web: TestClient, said: list[str]
) -> None:
    themed(theming)
    theming.read_texts()
    errand(theming, look_for_signals)
    errand(theming, make_extracts)
    enter(web, "public-health-analyst")
    wrong = {}
    for path in PAGES:
        said.clear()
        answer = web.get(f"/themes/{path}")
        assert answer.status_code < 500, path
        asked = set(re.findall(r"\b(?:FROM|JOIN) (\w+)", "\n".join(said))) & OFFICES
        if asked:
            wrong[path] = asked
    assert not wrong


def test_the_office_has_tables_of_its_own_so_that_this_is_a_test() -> None:
    assert {"case_text", "evidence_decision", "discovered_theme"} <= OFFICES
    assert not {"case_facts", "theme_mention", "theme_decision"} & OFFICES


@pytest.mark.parametrize("first", ["public-health-analyst", "cdr-manager"])
def test_themes_as_known_on_a_day_are_the_same_whoever_asks_first(
    theming: Theming, web: TestClient, bearer: Callable[[str], dict[str, str]], first: str
) -> None:
    themed(theming)
    asked = {"by": "theme", "period": "2026-27-Q2", "as_known_on": "2026-09-30"}
    answers = [
        web.get("/themes/api/statistics", params=asked, headers=bearer(who)).json()["cells"]
        for who in (first, "cdr-manager", "public-health-analyst")
    ]
    asthma = [next(cell for cell in each if cell["key"] == "asthma") for each in answers]
    assert asthma[0].get("value") != 0, "twelve reviews, which are not nobody"
    assert asthma == asthma[:1] * 3
