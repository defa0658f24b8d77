"""Cases like one: nearest by reason, with what was decided and recommended then; restricted ones never."""

import re
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.comparables.index_case import index_case
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.comparing.finding import Comparables, comparables_to_case, comparables_to_theme
from services.theming.domain.comparables.likeness import Reason
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.queries.comparing import ALL_CASES, frequencies, words_held
from shared.contracts import CaseDocumentWithheld, RecommendationFollowed
from shared.people import SYSTEM

from .conftest import ASTHMA_STORY, CASE, SLEEP_STORY, Theming, enter, material, notified, reviewed

ASTHMA = (
    "He collapsed with wheeze; his inhaler was empty. He died of asthma.",
    "She died of an asthma attack at school; no spacer and no inhaler was there.",
    "Acute severe asthma in a girl whose preventer inhaler was rarely collected.",
    "Asthma; he had used his blue inhaler many times that day and was wheezing.",
)
NEW = "Known asthma. He ran out of his inhaler and was found wheezing."
POND = "She drowned in the garden pond after she had got out through an open gate."


def indexed(theming: Theming) -> None:
    theming.read_texts()
    while theming.act(SYSTEM, index_case):
        pass


def case_number(number: int) -> str:
    return f"LLR-2025-{number:04d}"


def like(theming: Theming, case: str = CASE, person: str = "cdr-manager") -> Comparables:
    found: Comparables = theming.look(lambda tx: comparables_to_case(tx, case), person)
    return found


def references(found: Any) -> list[str]:
    return [each.facts.case_reference for each in found]


def recommended(case: str, **given: Any) -> RecommendationFollowed:
    facts: dict[str, Any] = {
        "review_version": 1,
        "number": 0,
        "text": "Give every child with asthma a plan at school.",
        "owner": "Schools",
        "level": "local",
        "kind": "local",
        "themes": ("asthma",),
        "agreed_on": date(2025, 6, 1),
        "due_on": None,
        "state": "checked",
        "effect": "",
        "as_at": date(2025, 9, 1),
    }
    return RecommendationFollowed(case_reference=case, **{**facts, **given})


@pytest.fixture
def asthma(theming: Theming) -> Theming:
    """Four reviewed asthma cases, one drowning, and CASE, a new notification of asthma."""
    for number, text in enumerate(ASTHMA, 1):
        case = case_number(number)
        theming.tell(notified(case, age_band="5-9 years"), material(case, text=text))
        theming.tell(reviewed(case, summary=text, modifiability="none" if number == 4 else "modifiable"))
    theming.tell(notified(case_number(9)), material(case_number(9), text=POND))
    theming.tell(reviewed(case_number(9), summary=POND, category=3))
    theming.tell(recommended(case_number(1)), notified(age_band="5-9 years"))
    theming.tell(material(text=NEW))
    indexed(theming)
    return theming


def test_the_nearest_come_with_their_reasons(asthma: Theming) -> None:
    found = like(asthma).reviewed
    assert set(references(found)) == {case_number(number) for number in range(1, 5)}
    kinds = {reason.kind for reason in found[0].likeness.reasons}
    assert {"theme", "words", "age_band"} <= kinds


def test_an_earlier_decision_and_recommendation_are_shown_with_their_state(
    asthma: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    page = " ".join(web.get(f"/themes/cases/{CASE}").text.split())
    assert "5 Acute medical or surgical condition. Modifiable factors identified" in page
    assert "Give every child with asthma a plan at school." in page
    assert "Done and checked" in page
    assert "age group: 5-9 years" in page
    assert "<li>Themes shown in both, not confirmed in both: Asthma</li>" in page
    assert "inhaler" in page


def test_most_like_cases_were_judged_so_is_said(asthma: Theming, web: TestClient) -> None:
    enter(web, "cdr-manager")
    page = web.get(f"/themes/cases/{CASE}").text
    assert "3 of 4 like cases were judged to have modifiable factors." in page
    asthma.tell(reviewed(summary=ASTHMA[0], modifiability="none"))
    indexed(asthma)
    assert "This case was decided otherwise." in web.get(f"/themes/cases/{CASE}").text


def test_a_newer_version_of_a_review_says_what_was_recommended(asthma: Theming) -> None:
    asthma.tell(recommended(case_number(1), review_version=2, text="Train every school in asthma."))
    said = {row.text for each in like(asthma).reviewed for row in each.recommendations}
    assert said == {"Train every school in asthma."}


def test_a_confirmed_theme_tells_more_than_a_proposed_one(asthma: Theming) -> None:
    proposed = shared_theme(asthma, case_number(3))
    for case in (CASE, case_number(3)):
        asthma.act("cdr-manager", confirm_theme, case=case, theme="asthma")
    confirmed = shared_theme(asthma, case_number(3))
    assert (proposed.confirmed, confirmed.confirmed) == (False, True)
    assert confirmed.share > proposed.share


def shared_theme(asthma: Theming, case: str) -> Reason:
    """What the theme that the case shares with CASE tells."""
    (found,) = [each for each in like(asthma).reviewed if each.facts.case_reference == case]
    (theme,) = [reason for reason in found.likeness.reasons if reason.kind == "theme"]
    return theme


def test_cases_that_share_age_and_place_alone_are_not_alike(asthma: Theming, web: TestClient) -> None:
    case = "LLR-2026-0500"
    asthma.tell(notified(case), material(case, text="A piece of roof tile fell on her in a storm."))
    indexed(asthma)
    assert like(asthma, case).reviewed == ()
    enter(web, "cdr-manager")
    assert "No reviewed case is like this one." in web.get(f"/themes/cases/{case}").text


def test_the_page_of_a_theme_tells_words_as_the_texts_have_them(asthma: Theming, web: TestClient) -> None:
    for number in range(1, 5):
        asthma.act("cdr-manager", confirm_theme, case=case_number(number), theme="asthma")
    enter(web, "cdr-manager")
    (said,) = re.findall(
        r"Words of their texts: \d+% alike \(([^)]*)\)", web.get("/themes/codebook/asthma").text
    )
    assert "wheezing" in said
    assert set(re.findall(r"[a-z]+", said)) <= set(re.findall(r"[a-z]+", NEW.lower()))


def test_texts_alone_make_cases_alike_where_no_theme_is_found(theming: Theming) -> None:
    for number in range(1, 9):
        theming.tell(notified(case_number(number)), material(case_number(number), text=SLEEP_STORY))
    kites = ("His kite touched the railway cable.", "A kite string had caught the railway cable near him.")
    for case, text in zip((CASE, "LLR-2026-0200"), kites, strict=True):
        theming.tell(notified(case), material(case, text=text))
    indexed(theming)
    (found,) = like(theming).not_reviewed
    assert found.facts.case_reference == "LLR-2026-0200"
    (words,) = [reason for reason in found.likeness.reasons if reason.kind == "words"]
    assert {"kite", "railway"} <= set(words.values)


def test_a_restricted_case_is_never_among_them_nor_counted(asthma: Theming, web: TestClient) -> None:
    people = {"somebody-else": "Somebody Else"}
    asthma.act("cdr-manager", restrict_case, case=case_number(4), reason="Known here.", people=people)
    assert case_number(4) in references(like(asthma).reviewed)
    assert case_number(4) not in references(like(asthma, person="cdop-administrator").reviewed)
    enter(web, "cdop-administrator")
    page = web.get(f"/themes/cases/{CASE}").text
    assert "3 of 3 like cases" in page
    assert case_number(4) not in page
    assert case_number(4) not in web.get(f"/themes/api/cases/{CASE}/comparable").text


def test_a_theme_shows_the_notifications_most_like_its_reviewed_cases(asthma: Theming) -> None:
    reviewed_ones = [case_number(number) for number in range(1, 5)]
    found = asthma.look(lambda tx: comparables_to_theme(tx, "asthma", reviewed_ones))
    assert references(found) == [CASE]


def test_words_are_counted_once_a_case_and_again_when_its_text_changes(theming: Theming) -> None:
    theming.tell(notified(), material(text="A kite. The kite."))
    indexed(theming)
    theming.tell(material(text="A trampoline.", version=2))
    indexed(theming)
    counted = theming.act(SYSTEM, frequencies, words=["kite", "trampolin"])
    assert counted == {ALL_CASES: 1, "kite": 0, "trampolin": 1}
    assert "kite" not in (theming.act(SYSTEM, words_held, case=CASE) or {})


def test_a_withheld_text_is_compared_no_more(asthma: Theming) -> None:
    withheld = CaseDocumentWithheld(
        case_reference=CASE,
        material_id=f"notification-{CASE}",
        version=2,
        kind="notification",
        source_role="paediatrician",
        because="office_decision",
        withheld_on=date(2026, 6, 1),
    )
    asthma.tell(withheld)
    indexed(asthma)
    assert asthma.act(SYSTEM, words_held, case=CASE) == {}
    assert like(asthma).reviewed == ()


def test_old_cases_are_weighed_anew_when_twice_as_many_are_held(theming: Theming) -> None:
    theming.tell(notified(), material(text=ASTHMA_STORY))
    indexed(theming)
    for number in range(1, 6):
        theming.tell(notified(case_number(number)), material(case_number(number), text=POND))
    indexed(theming)
    rows = theming.act(
        SYSTEM,
        lambda tx: (
            tx.session.connection()
            .exec_driver_sql("SELECT min(of_cases), max(of_cases) FROM case_words")
            .one()
        ),
    )
    assert rows[0] * 2 >= rows[1] == 6


def test_the_office_alone_reads_comparables_through_the_api(
    asthma: Theming, web: TestClient, bearer: Any
) -> None:
    path = f"/themes/api/cases/{CASE}/comparable"
    assert web.get(path, headers=bearer("public-health-analyst")).status_code == 403
    found = web.get(path, headers=bearer("cdr-manager")).json()
    assert len(found["reviewed"]) == 4
    first = found["reviewed"][0]
    assert first["modifiability"] in ("modifiable", "none")
    assert {reason["kind"] for reason in first["reasons"]} >= {"theme", "words"}
    assert found["prompts"][0]["number"] == 3
    assert (
        web.get("/themes/api/cases/LLR-1999-0001/comparable", headers=bearer("cdr-manager")).status_code
        == 404
    )


def test_a_decision_kept_for_the_second_reader_does_not_show_among_the_reasons(theming: Theming) -> None:
    twice = next(case for case in map(case_number, range(1, 999)) if confirming_rules().is_read_twice(case))
    for case in (CASE, twice):
        theming.tell(notified(case), material(case, text=ASTHMA[0]), reviewed(case, summary=ASTHMA[0]))
    indexed(theming)
    for case in (CASE, twice):
        theming.act("cdr-manager", confirm_theme, case=case, theme="asthma")

    def shown(person: str) -> list[bool]:
        (found,) = like(theming, person=person).reviewed
        return [reason.confirmed for reason in found.likeness.reasons if reason.values == ("asthma",)]

    assert shown("cdr-manager") == [True]
    assert shown("cdop-administrator") == [False]


def test_words_of_what_is_not_so_are_not_compared(theming: Theming) -> None:
    theming.tell(notified(), material(text="There was no co-sleeping. A kite flew."))
    indexed(theming)
    words = theming.act(SYSTEM, words_held, case=CASE)
    assert "kite" in words
    assert not {"co", "sleep", "#bed_sharing"} & set(words)
