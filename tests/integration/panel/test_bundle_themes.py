"""From the bundle to its themes: a pass for whoever may read it now, and back to the page of a sentence."""

import re
from typing import Any

import pytest

from deploy.personas import PERSONAS
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.ratings.ask_for_ratings import ask_for_ratings
from shared.case_passes import (
    BUNDLE,
    GIVEN_AT,
    INTEREST_AT,
    LASTS,
    OFFICE_READS,
    PLACE_IN_BUNDLE,
    RATED_AT,
    CasePass,
    pass_in,
)
from tests.integration.panel.conftest import CASE, NOW, Panel
from tests.integration.panel.test_bundle_reader import a_paper, withheld
from tests.integration.panel.test_ratings import DRAFT, rate

THEMES = f"/cases/{CASE}/bundle/themes"
OTHER = "LLR-2026-0009"
PLACES = f"/cases/{CASE}/bundle/materials"


@pytest.fixture
def invited(panel: Panel) -> Panel:
    panel.notified()
    panel.on_agenda()
    return panel


def asked(browser: Any, path: str) -> Any:
    return browser.get(path, follow_redirects=False)


def given_to(who: str, address: str) -> CasePass:
    return pass_in("k" * 40, address.removeprefix("/themes/for-the-panel/"), PERSONAS[who])


@pytest.mark.parametrize("who", ["panel-member", "panel-chair"])
def test_whoever_may_read_the_bundle_is_given_a_pass_for_minutes(
    invited: Panel, sign_in: Any, who: str
) -> None:
    answer = asked(sign_in(who), THEMES)
    assert answer.status_code == 303
    given = given_to(who, answer.headers["location"])
    assert (given.case_reference, given.shut, given.until) == (CASE, (), NOW + LASTS)


def test_the_bundle_leads_there(invited: Panel, sign_in: Any) -> None:
    assert f'href="/panel{THEMES}"' in sign_in("panel-member").get(f"/cases/{CASE}/bundle").text


def test_an_interest_closes_it_and_shuts_the_case_among_like_ones(invited: Panel, sign_in: Any) -> None:
    member = sign_in("panel-member")
    invited.act(
        "panel-member", declare_interest, case_reference=CASE, reason="I knew the family from my clinic."
    )
    assert asked(member, THEMES).status_code == 403
    assert asked(member, f"{PLACES}/m1/1.0-5").status_code == 403
    chair = given_to("panel-chair", asked(sign_in("panel-chair"), THEMES).headers["location"])
    assert chair.shut == ()


def test_the_pass_names_the_cases_in_which_its_holder_has_an_interest(panel: Panel, sign_in: Any) -> None:
    panel.notified()
    meeting = panel.on_agenda()
    panel.notified(OTHER)
    panel.act("cdr-manager", mark_ready, case_reference=OTHER)
    panel.act(
        "cdr-manager",
        put_case_on_agenda,
        meeting_id=meeting,
        case_reference=OTHER,
        late_because="It came late",
    )
    panel.act("panel-member", declare_interest, case_reference=OTHER, reason="I treated this child.")
    given = given_to("panel-member", asked(sign_in("panel-member"), THEMES).headers["location"])
    assert given.shut == (OTHER,)


def test_it_says_whether_its_holder_is_still_to_rate_the_case(invited: Panel, sign_in: Any) -> None:
    def rates_first(who: str) -> bool:
        return given_to(who, asked(sign_in(who), THEMES).headers["location"]).rates_first

    assert not rates_first("panel-member")
    invited.act("cdr-manager", save_analysis, case_reference=CASE, form=DRAFT, version=0)
    invited.act("cdr-manager", ask_for_ratings, case_reference=CASE)
    assert rates_first("panel-member")
    rate(invited, "panel-member")
    assert (rates_first("panel-member"), rates_first("panel-chair")) == (False, True)


def test_the_office_is_led_to_where_it_decides_on_themes(invited: Panel, sign_in: Any) -> None:
    answer = asked(sign_in("cdr-manager"), THEMES)
    assert answer.headers["location"] == OFFICE_READS.format(case_reference=CASE)


def test_nobody_else_is_given_one(panel: Panel, sign_in: Any) -> None:
    panel.notified()
    for who in ("panel-member", "public-health-analyst", "auditor"):
        assert asked(sign_in(who), THEMES).status_code == 403


def test_a_sentence_of_a_document_is_led_to_and_marked(invited: Panel, sign_in: Any) -> None:
    text = "First page. " * 190 + "\n\n" + "Was the inhaler <empty> & old? Yes. " * 60
    invited.tell(a_paper(text=text), withheld())
    member = sign_in("panel-member")
    at = text.index("Was the inhaler")
    answer = asked(member, f"{PLACES}/m2/1.{at}-{at + 30}")
    assert answer.headers["location"].endswith(f"/cases/{CASE}/bundle/documents/2?at=2%3A0-30#sentence")
    page = member.get(answer.headers["location"].removeprefix("/panel")).text
    assert re.findall('<mark [^>]*id="sentence">(.*?)</mark>', page) == [
        "Was the inhaler &lt;empty&gt; &amp; old?"
    ]
    assert "at=1%3A12-2279" in asked(member, f"{PLACES}/m2/1.12-9999").headers["location"]


def test_where_nothing_can_be_pointed_at_nothing_is(invited: Panel, sign_in: Any) -> None:
    invited.tell(a_paper(text="One.\n\nTwo."), withheld())
    member = sign_in("panel-member")
    assert asked(member, f"{PLACES}/m2/1.900-950").headers["location"].endswith("/documents/2#page-2.1")
    assert asked(member, f"{PLACES}/m3/1.0-5").headers["location"].endswith("/documents/3#page-3.1")
    for wrong in (f"{PLACES}/m9/1.0-5", f"{PLACES}/m2/-1", f"{PLACES}/m2/0-5", f"{PLACES}/m2/1.{'9' * 13}-1"):
        assert asked(member, wrong).status_code == 404, wrong
    assert asked(member, f"{PLACES}/m2/2.0-4").headers["location"].endswith("/documents/2#page-2.1")
    for wrong in ("x", "1:5", "9:0-4", "1:4-1", "99999:0-999999"):
        assert 'id="sentence"' not in member.get(f"/cases/{CASE}/bundle/documents/2?at={wrong}").text, wrong


def test_the_addresses_that_theming_leads_back_to_are_of_these_pages(invited: Panel, sign_in: Any) -> None:
    member = sign_in("panel-member").client
    place = PLACE_IN_BUNDLE.format(case_reference=CASE, material_id="m1", place="1.0-5")
    for address in (BUNDLE, RATED_AT, INTEREST_AT):
        assert member.get(address.format(case_reference=CASE), follow_redirects=False).status_code == 200
    assert member.get(GIVEN_AT.format(case_reference=CASE), follow_redirects=False).status_code == 303
    assert "/bundle/" in member.get(place, follow_redirects=False).headers.get("location", "")
