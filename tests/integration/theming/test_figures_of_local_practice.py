"""The figures of local practice that theming shows, each by its id, on a real database and its pages."""

import html
import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.actions.packs.build_pack import build_pack
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.themes.theme_confirmation import ThemeStatus
from services.theming.queries.cases import themes_of
from services.theming.queries.packs import gathered, pack
from shared.contracts import RecommendationFollowed
from shared.storage import Transaction

from .conftest import ASTHMA_STORY, CASE, Theming, enter, material, notified, reviewed

FIRST_HALF, SECOND_QUARTER, PACK = "2026-27-H1", "2026-27-Q2", "2026-27-Q2-1"
ASKED = "Look at every asthma plan once a year."
ALL_THREE = ("prematurity", "consanguinity", "unsafe_sleep_surface")
NEWBORN_STORY = (
    "She was born prematurely at 26 weeks and died aged nine days. The parents are first cousins. "
    "She was found beside her mother, with whom she had shared the bed."
)
CORD_STORY = "He was found with the looped cord of a window blind around his neck."

Statistics = Callable[..., Any]


@pytest.fixture
def statistics(web: TestClient, bearer: Callable[[str], dict[str, str]]) -> Statistics:
    """The exact counts that the office has for its boards."""

    def ask(**query: str) -> Any:
        exact = {"policy": "restricted_board", "period": SECOND_QUARTER, **query}
        return web.get("/themes/api/statistics", params=exact, headers=bearer("cdr-manager")).json()

    return ask


def numbers_in(answer: Any, by: str) -> dict[str, int]:
    return {row[by]: row["value"] for row in answer["cells"] if "value" in row}


def words_on(web: TestClient, path: str, **query: str) -> str:
    """What a page says, in one line, without the headings that a cell of a stacked table has for the eye."""
    shown = web.get(f"/themes/{path}", params=query).text
    shown = re.sub(r'<span [^>]*aria-hidden="true">[^<]*</span>', " ", shown)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def references(number: int, year: int = 2026) -> list[str]:
    return [f"LLR-{year}-{each:04}" for each in range(1, number + 1)]


def add_all(theming: Theming, cases: Sequence[str], themes: Sequence[str]) -> None:
    def added(tx: Transaction) -> None:
        for case in cases:
            for theme in themes:
                add_theme(tx, case=case, theme=theme, reason="Said by the panel")

    theming.act("cdr-manager", added)


def half_year(theming: Theming) -> None:
    """107 notifications, 72 in time, three of them killed on the road; two of these are reviewed."""
    for number, case in enumerate(references(107)):
        road = ("road_traffic_collision",) if number % 50 == 0 else ()
        on = date(2026, 4, 1) + timedelta(days=number)
        theming.tell(notified(case, on=on, met=number < 72, events=road))
    for case in ("LLR-2026-0001", "LLR-2026-0051"):
        theming.tell(reviewed(case, on=date(2026, 9, 1), category=3))
        theming.act("cdr-manager", add_theme, case=case, theme="road_vehicle", reason="Said by the panel")


def test_figure_a1_107_notifications_of_which_72_were_in_time(theming: Theming, web: TestClient) -> None:
    half_year(theming)
    enter(web, "cdr-manager")
    page = words_on(web, "scorecard", period=FIRST_HALF)
    for said in (
        "107 notifications received. 72 within agreed timeframe.",
        "1 April 2026 to 30 September 2026",
        "Within agreed timeframe 72 67.3% Half Year",
        "Late 35 32.7% Half Year",
        "never annualised",
    ):
        assert said in page


def test_figure_a3_three_children_killed_on_the_road_at_notification_and_after_review(
    theming: Theming, web: TestClient
) -> None:
    half_year(theming)
    enter(web, "cdr-manager")
    page = words_on(web, "scorecard", period=FIRST_HALF)
    assert "with a vehicle collision LLR reporting only 3 Half Year" in page
    assert "with the theme confirmed LLR reporting only 2 Half Year" in page


def test_figure_a19_a_notification_belongs_to_one_reporting_period_only(
    theming: Theming, web: TestClient
) -> None:
    theming.tell(notified("LLR-2012-0001", on=date(2012, 4, 2), met=True))
    enter(web, "cdr-manager")
    assert "0 notifications received." in words_on(web, "scorecard", period="2011-12-H2")
    assert "1 notification received. 1 within" in words_on(web, "scorecard", period="2012-13-H1")


def test_figure_a21_what_cannot_be_judged_is_neither_in_time_nor_late(
    theming: Theming, web: TestClient
) -> None:
    for case, met in zip(references(3), (True, False, None), strict=True):
        theming.tell(notified(case, met=met))
    enter(web, "cdr-manager")
    page = words_on(web, "scorecard", period=FIRST_HALF)
    assert "Within agreed timeframe 1 50.0% Half Year Late 1 50.0% Half Year Cannot be judged 1" in page


def test_figure_b18_a_share_of_nothing_is_not_applicable(theming: Theming, web: TestClient) -> None:
    theming.tell(notified())
    enter(web, "cdr-manager")
    page = words_on(web, "scorecard", period="2025-26-H1")
    assert "Within agreed timeframe 0 N/A Half Year Late 0 N/A Half Year" in page
    assert "0.0%" not in page.split("Every half-year")[0]


def test_figure_c14_85_listed_under_two_topics_are_not_twice_as_many(
    theming: Theming, statistics: Statistics
) -> None:
    cases = references(90)
    for case in cases:
        theming.tell(notified(case), reviewed(case))
    add_all(theming, cases[:85], ("asthma", "smoke_exposure"))
    answer = statistics(by="theme")
    found = numbers_in(answer, "theme")
    assert (found["asthma"], found["smoke_exposure"]) == (85, 85)
    assert answer["total"] == {"value": 90}
    assert answer["overlapping"] is True


def test_figure_d2_no_notification_by_education_is_shown_as_0(
    theming: Theming, statistics: Statistics, web: TestClient
) -> None:
    for number, case in enumerate(references(20)):
        theming.tell(notified(case, notifier_sector="police" if number < 10 else "acute_hospital"))
    asked = {"by": "notifier_sector", "period": FIRST_HALF, "basis": "notified"}
    found = numbers_in(statistics(**asked), "notifier_sector")
    assert found["education"] == 0
    enter(web, "public-health-analyst")
    rows = web.get("/themes/statistics/table.csv", params={**asked, "area": "all"}).text.splitlines()
    assert [row[:26] for row in rows if row.startswith("education,")] == ["education,Education,0,zero"]


def test_figure_e1_one_pack_with_the_cases_what_is_like_them_and_every_earlier_recommendation(
    theming: Theming, web: TestClient
) -> None:
    cases, waiting = references(3), "LLR-2026-0200"
    for case in cases:
        theming.tell(notified(case), material(case), reviewed(case))
    theming.tell(notified(waiting, on=date(2026, 9, 3)), material(waiting), recommended(cases[0]))
    for case in (*cases, waiting):
        theming.act("cdr-manager", add_theme, case=case, theme="asthma", reason="Read")
    theming.act("cdr-manager", build_pack, quarter=SECOND_QUARTER)
    (theme,) = theming.look(lambda tx: gathered(tx, PACK, pack(tx, PACK).gathered)).themes
    assert [each.case_reference for each in theme.cases] == cases
    assert [each.case_reference for each in theme.open] == [waiting]
    assert [(each.text, each.state) for each in theme.recommendations] == [(ASKED, "under_way")]
    enter(web, "cdr-manager")
    page = words_on(web, f"packs/{PACK}/read")
    for said in ("Not yet reviewed", ASKED, "Under way"):
        assert said.lower() in page.lower()


def recommended(case: str) -> RecommendationFollowed:
    return RecommendationFollowed(
        case_reference=case,
        review_version=1,
        number=0,
        text=ASKED,
        owner="General practices",
        level="local",
        kind="practice",
        themes=("asthma",),
        agreed_on=date(2026, 8, 12),
        due_on=date(2026, 10, 31),
        state="under_way",
        effect="",
        as_at=date(2026, 9, 1),
    )


def test_figure_e2_a_case_in_three_themes_is_counted_once_in_the_total(
    theming: Theming, statistics: Statistics
) -> None:
    theming.tell(notified(age_band="0-27 days"), material(text=NEWBORN_STORY), reviewed(summary=""))
    theming.read_texts()
    proposed = theming.look(lambda tx: themes_of(tx, CASE))
    assert set(ALL_THREE) <= proposed.keys()
    for theme in ALL_THREE:
        theming.act("cdr-manager", confirm_theme, case=CASE, theme=theme)
    for case in references(19):
        theming.tell(notified(case), reviewed(case))
    add_all(theming, references(9), ALL_THREE)
    answer = statistics(by="theme")
    found = numbers_in(answer, "theme")
    assert [found[theme] for theme in ALL_THREE] == [10, 10, 10]
    assert answer["total"] == {"value": 20}


def test_figure_e6_one_looped_cord_death_is_found_and_can_have_a_theme_by_hand(
    theming: Theming, web: TestClient
) -> None:
    given = {"label": "Window blinds", "group": "local", "definition": "a window blind."}
    theming.act("cdr-manager", make_local_theme, **given, patterns=["window blind"])
    theming.tell(notified(), material(text=CORD_STORY))
    theming.read_texts()
    found = theming.look(lambda tx: themes_of(tx, CASE))
    for theme in ("cord_strangulation", "local_1"):
        assert found[theme].status is ThemeStatus.PROPOSED
    enter(web, "cdr-manager")
    assert "enough" in words_on(web, "discovery"), "one case is too few for a theme to be found by itself"


def test_figure_e10_a_theme_that_was_rejected_stays_with_who_and_when_and_does_not_come_back(
    theming: Theming,
) -> None:
    theming.tell(notified(), material(), reviewed())
    theming.read_texts()
    theming.act("cdr-manager", reject_theme, case=CASE, theme="asthma", reason="The attack was a year before")
    theming.tell(material(version=2, text=f"{ASTHMA_STORY} So it was."))
    theming.read_texts()
    found = theming.look(lambda tx: themes_of(tx, CASE))["asthma"]
    assert (found.status, found.decided_by, found.decided_at) == (
        ThemeStatus.REJECTED,
        "cdr-manager",
        theming.at,
    )
