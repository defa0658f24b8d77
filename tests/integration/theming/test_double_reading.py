"""Cases that two people read: the second sees nothing of the first's decisions until both are done."""

import re

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.confirming.finish_reading import finish_reading
from services.theming.actions.confirming.join_reading import join_reading
from services.theming.actions.confirming.may_decide import ReadByTwo
from services.theming.actions.confirming.read_as_second import read_as_second
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.actions.themes.reject_theme import reject_theme
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.queries.cases import theme_standings
from services.theming.queries.double_reading import (
    cases_read_twice,
    hidden_until_both_read,
    waiting_for_second,
)
from shared.errors import Conflict, Invalid, NotPermitted

from .conftest import Theming, csrf_in, enter, material, notified, reviewed

REFERENCES = [f"LLR-2026-{number:04d}" for number in range(1, 60)]
SAMPLED = [case for case in REFERENCES if confirming_rules().is_read_twice(case)]
TWICE, ONCE = SAMPLED[0], next(case for case in REFERENCES if case not in SAMPLED)
STORY = "She died of acute severe asthma. Both parents smoked indoors throughout her life."
FIRST, SECOND = "cdr-manager", "cdop-administrator"


def told(theming: Theming, *cases: str) -> Theming:
    for case in cases:
        theming.tell(
            notified(case), material(case, text=STORY), reviewed(case, summary="Nothing to add here.")
        )
    theming.read_texts()
    return theming


@pytest.fixture
def begun(theming: Theming) -> Theming:
    """The manager has confirmed asthma and rejected smoke in both cases."""
    told(theming, TWICE, ONCE)
    for case in (TWICE, ONCE):
        theming.act(FIRST, confirm_theme, case=case, theme="asthma")
        theming.act(FIRST, reject_theme, case=case, theme="smoke_exposure")
    return theming


def test_about_a_tenth_of_cases_is_read_twice_whatever_is_in_them() -> None:
    rules = confirming_rules()
    drawn = sum(rules.is_read_twice(f"LLR-{year}-{n:04d}") for year in range(2020, 2030) for n in range(1000))
    assert 900 <= drawn <= 1100


def test_the_database_draws_the_same_sample(theming: Theming) -> None:
    for case in REFERENCES:
        theming.tell(notified(case), material(case, text=STORY))
    theming.read_texts()
    for case in REFERENCES:
        theming.act(FIRST, confirm_theme, case=case, theme="asthma")
    assert theming.look(hidden_until_both_read, SECOND) == frozenset(SAMPLED)
    assert theming.look(hidden_until_both_read, FIRST) == frozenset()


def test_nobody_else_sees_or_changes_what_was_decided(begun: Theming, web: TestClient) -> None:
    enter(web, SECOND)
    page = web.get(f"/themes/cases/{TWICE}").text
    assert "read by two people" in page
    assert "Morgan Testerley" not in page.split("<main")[1]
    assert "Confirmed" not in page
    assert TWICE not in web.get("/themes/codebook/asthma").text.split("Comparable")[0]
    assert ONCE in web.get("/themes/codebook/asthma").text
    assert "shown when both are done" in web.get("/themes/", params={"view": "reviewed"}).text
    with pytest.raises(ReadByTwo):
        begun.act(SECOND, reject_theme, case=TWICE, theme="asthma")
    begun.act(SECOND, reject_theme, case=ONCE, theme="asthma")


def test_a_text_of_the_case_leads_back_to_the_second_reading(begun: Theming, web: TestClient) -> None:
    enter(web, FIRST)
    (address, *_) = re.findall(rf"/themes/cases/{TWICE}/texts/\d+", web.get(f"/themes/cases/{TWICE}").text)
    enter(web, SECOND)
    answer = web.get(address)
    assert answer.url.path == f"/themes/cases/{TWICE}"
    assert "Accepted" not in answer.text


def test_a_reading_is_finished_only_when_everything_is_decided(theming: Theming) -> None:
    told(theming, TWICE)
    with pytest.raises(Invalid, match="Decide every proposed theme"):
        theming.act(FIRST, finish_reading, case=TWICE)
    theming.tell(notified("LLR-2026-0900"))
    with pytest.raises(Invalid, match="not been reviewed"):
        theming.act(FIRST, finish_reading, case="LLR-2026-0900")


def test_a_case_that_the_first_person_does_not_finish_is_not_closed_to_everybody_else(
    begun: Theming, web: TestClient
) -> None:
    enter(web, SECOND)
    path = f"/themes/cases/{TWICE}"
    page = web.get(path).text
    assert "has not finished this case yet" in page
    went_on = web.post(f"{path}/join-reading", data={"csrf_token": csrf_in(page)})
    assert "You go on with this case" in went_on.text
    assert "Morgan Testerley" in went_on.text.split("<main")[1]
    begun.act(SECOND, reject_theme, case=TWICE, theme="asthma")
    begun.act(SECOND, finish_reading, case=TWICE)
    with pytest.raises(Conflict, match="somebody else"):  # they have seen what the first decided
        begun.act(SECOND, read_as_second, case=TWICE, answers={})
    again = web.post(f"{path}/join-reading", data={"csrf_token": csrf_in(page)})
    assert again.status_code == 409


def test_nobody_goes_on_with_a_case_that_they_can_read_as_the_second_person(begun: Theming) -> None:
    begun.act(FIRST, finish_reading, case=TWICE)
    with pytest.raises(Conflict, match="second person"):
        begun.act(SECOND, join_reading, case=TWICE)
    with pytest.raises(Conflict, match="not kept from you"):
        begun.act(SECOND, join_reading, case=ONCE)
    with pytest.raises(NotPermitted):
        begun.act("public-health-analyst", join_reading, case=TWICE)


def test_no_count_of_the_codebook_tells_what_is_kept_for_the_second_person(
    begun: Theming, web: TestClient
) -> None:
    assert begun.look(theme_standings, FIRST)["asthma"]["confirmed"] == 2
    assert begun.look(theme_standings, SECOND)["asthma"]["confirmed"] == 1
    enter(web, SECOND)
    assert "second person still has to read are not counted" in web.get("/themes/codebook").text


def test_the_second_person_answers_for_every_proposal_and_both_readings_are_shown(
    begun: Theming, web: TestClient
) -> None:
    begun.act(FIRST, finish_reading, case=TWICE)
    enter(web, SECOND)
    assert TWICE in web.get("/themes/trust").text
    address = f"/themes/cases/{TWICE}/second-reading"
    page = web.get(address).text
    token = csrf_in(page)
    assert "Rejected" not in page
    assert "Morgan Testerley" not in page
    missing = web.post(address, data={"csrf_token": token, "answer-asthma": "yes"})
    assert missing.status_code == 422
    assert "Say whether it is true of this child" in missing.text
    given = {"csrf_token": token, "answer-asthma": "yes", "answer-smoke_exposure": "yes", "more": "neglect"}
    page = web.post(address, data=given).text
    assert "Where the two readings differ" in page
    assert "Rejected by Morgan Testerley" in page
    (both,) = begun.look(cases_read_twice)
    assert both.first == {"asthma"}
    assert both.second == {"asthma", "smoke_exposure", "neglect"}
    page = web.get("/themes/trust").text
    assert "Kappa, all themes together" in page
    assert "too few cases" in page


def test_the_first_person_cannot_be_the_second(begun: Theming) -> None:
    begun.act(FIRST, finish_reading, case=TWICE)
    answers = {"asthma": "yes", "smoke_exposure": "no"}
    assert begun.look(waiting_for_second, FIRST) == []
    with pytest.raises(Conflict, match="yourself"):
        begun.act(FIRST, read_as_second, case=TWICE, answers=answers)
    begun.act(SECOND, read_as_second, case=TWICE, answers=answers)
    with pytest.raises(Conflict, match="Two people"):
        begun.act(SECOND, read_as_second, case=TWICE, answers=answers)
    assert begun.look(cases_read_twice)[0].first == begun.look(cases_read_twice)[0].second == {"asthma"}


def test_nobody_reads_second_before_the_first_is_done_or_a_case_outside_the_sample(begun: Theming) -> None:
    answers = {"asthma": "yes", "smoke_exposure": "no"}
    with pytest.raises(Conflict, match="has not finished"):
        begun.act(SECOND, read_as_second, case=TWICE, answers=answers)
    with pytest.raises(Conflict, match="not one of those"):
        begun.act(SECOND, read_as_second, case=ONCE, answers=answers)


def test_a_theme_that_is_mostly_rejected_is_advisory_wherever_it_is_proposed(
    theming: Theming, web: TestClient
) -> None:
    cases = [case for case in REFERENCES if case not in SAMPLED][:12]
    told(theming, *cases)
    for case in cases[:11]:
        theming.act(FIRST, reject_theme, case=case, theme="smoke_exposure")
        theming.act(FIRST, confirm_theme, case=case, theme="asthma")
    theming.act(FIRST, add_theme, case=cases[0], theme="neglect", reason="Read in the return.")
    enter(web, FIRST)
    for path in (f"cases/{cases[11]}", "codebook", "codebook/smoke_exposure", "trust"):
        assert "Advisory" in web.get(f"/themes/{path}").text, path
    card = web.get(f"/themes/cases/{cases[11]}").text
    assert card.count("Advisory:") == 1
    assert "Advisory" not in web.get("/themes/codebook/asthma").text


def test_a_case_read_twice_leaves_the_others_waiting(theming: Theming) -> None:
    told(theming, *SAMPLED[:2])
    for case in SAMPLED[:2]:
        for theme in ("asthma", "smoke_exposure"):
            theming.act(FIRST, confirm_theme, case=case, theme=theme)
        theming.act(FIRST, finish_reading, case=case)
    answers = {"asthma": "yes", "smoke_exposure": "yes"}
    theming.act(SECOND, read_as_second, case=SAMPLED[0], answers=answers)
    assert [case for case, _ in theming.look(waiting_for_second, SECOND)] == [SAMPLED[1]]
    assert theming.look(hidden_until_both_read, SECOND) == {SAMPLED[1]}


def test_the_first_page_says_how_many_cases_wait_for_who_looks_as_the_second_person(
    begun: Theming, web: TestClient
) -> None:
    said = 'href="/themes/trust#second-reading">{} you to read as the second person</a>'
    enter(web, SECOND)
    assert said.format("0 cases wait for") in web.get("/themes/").text
    begun.act(FIRST, finish_reading, case=TWICE)
    assert said.format("1 case waits for") in web.get("/themes/").text
    assert 'id="second-reading"' in web.get("/themes/trust").text
    enter(web, FIRST)
    assert said.format("0 cases wait for") in web.get("/themes/").text


def test_a_guessed_place_tells_nobody_what_the_first_person_added(begun: Theming, web: TestClient) -> None:
    enter(web, FIRST)
    page = web.get(f"/themes/cases/{TWICE}").text
    address = re.findall(rf"/themes/cases/{TWICE}/texts/\d+", page)[0]
    added = {"theme": "neglect", "assertion": "affirmed", "sentence": "0"}
    web.post(f"{address}/places", data={"csrf_token": csrf_in(page), **added})
    assert web.get(f"{address}/places/0-neglect").status_code == 200
    enter(web, SECOND)
    assert web.get(f"{address}/places/0-neglect").status_code == 404


def test_evidence_out_of_date_is_not_even_counted_where_decisions_are_kept_back(
    begun: Theming, web: TestClient
) -> None:
    begun.tell(material(TWICE, text="Nothing more is known.", version=2))
    begun.read_texts()
    enter(web, FIRST)
    assert "evidence is out of date (1)" in web.get("/themes/").text
    enter(web, SECOND)
    assert "evidence is out of date" not in web.get("/themes/").text


def test_whoever_reads_first_is_told_when_it_can_be_finished(theming: Theming, web: TestClient) -> None:
    theming.tell(notified(TWICE), material(TWICE, text=STORY))
    theming.read_texts()
    enter(web, FIRST)
    assert "Once a panel has reviewed it" in web.get(f"/themes/cases/{TWICE}").text
    theming.tell(reviewed(TWICE, summary="Nothing to add here."))
    theming.read_texts()
    page = web.get(f"/themes/cases/{TWICE}").text
    assert "Finish your reading below" in page
    assert "I have read it all" in page
