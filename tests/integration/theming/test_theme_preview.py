"""What a theme of the panel's own would move is shown before it is kept: nothing is saved on the way."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.discovery.make_local_theme import make_local_theme, theme_as_typed
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.domain.confirming.rules import confirming_rules
from services.theming.domain.discovery.preview import ENOUGH, Bounds, Preview
from services.theming.previewing import preview_of
from services.theming.queries.local_themes import local_theme_of, local_themes
from shared.errors import NotPermitted

from .conftest import Theming, csrf_in, enter, form_on, material, notified

OFFICE, COLLEAGUE = "cdr-manager", "cdop-administrator"
NEW = "/themes/discovery/themes/new"
REFERENCES = [f"LLR-2026-{number:04d}" for number in range(1, 60)]
CASES = [case for case in REFERENCES if not confirming_rules().is_read_twice(case)]
TWICE = next(case for case in REFERENCES if confirming_rules().is_read_twice(case))
TOLD = "It was a warm day. He was caught by the dryer of a car wash. He died of acute severe asthma."
TYPED = {"label": "Car wash", "group": "local", "definition": "A car wash.", "patterns": "car wash\ndryer*"}


@pytest.fixture
def told(theming: Theming) -> Theming:
    for case in (*CASES[:3], TWICE):
        theming.tell(notified(case), material(case, text=TOLD))
    theming.tell(notified(CASES[3]), material(CASES[3], text="There was no car wash near the house."))
    theming.tell(notified(CASES[4]), material(CASES[4], text="She coughed at night with a wheeze."))
    theming.read_texts()
    return theming


def preview(theming: Theming, *patterns: str, person: str = OFFICE, bounds: Bounds = ENOUGH) -> Preview:
    typed = {**TYPED, "patterns": patterns}
    return theming.look(lambda tx: preview_of(tx, theme_as_typed(tx, **typed), bounds), person)


def cases_of(shown: Preview) -> set[str]:
    return {each.case_reference for each in shown.found}


def sent(web: TestClient, **typed: str) -> str:
    answer = web.post(NEW, data={"csrf_token": csrf_in(web.get(NEW).text), **TYPED, **typed})
    assert answer.status_code == 200
    return answer.text


def test_the_form_leads_to_what_it_would_move_and_nothing_is_kept(told: Theming, web: TestClient) -> None:
    enter(web, OFFICE)
    shown = " ".join(sent(web).split())
    assert "4 cases." in shown
    assert "Looked through: every text (6 texts of 6 cases)." in shown
    assert "1 case more has the words, but not as true of the child" in shown
    assert '<mark class="cdr-evidence">dryer</mark> of a <mark class="cdr-evidence">car wash</mark>' in shown
    assert "It was a warm day" not in shown
    assert f"/themes/cases/{CASES[0]}#text-" in shown
    assert CASES[3] not in shown
    assert "Nothing is saved yet" in shown
    assert told.look(local_themes) == ()


def test_it_is_kept_with_all_that_was_typed_or_changed_with_all_that_was_typed(
    told: Theming, web: TestClient
) -> None:
    enter(web, OFFICE)
    carried = form_on(sent(web, **{"names-nobody": "yes", "case": CASES[0]}), "/discovery/themes/new")
    back = web.post(NEW, data={**carried, "step": "change"})
    assert back.status_code == 200
    case = f'name="case" value="{CASES[0]}"'
    for words in (case, 'value="Car wash"', "A car wash.</textarea>", "car wash\ndryer*</textarea>"):
        assert words in back.text
    assert told.look(local_themes) == ()
    kept = web.post(NEW, data={**carried, "step": "keep"})
    assert "The theme is in the codebook" in kept.text
    theme = told.look(lambda tx: local_theme_of(tx, "local_1"))
    assert (theme.label, theme.definition, theme.patterns) == (
        "Car wash",
        "A car wash.",
        ("car wash", "dryer*"),
    )


def test_words_that_were_not_looked_for_are_not_kept(told: Theming, web: TestClient) -> None:
    enter(web, OFFICE)
    carried = form_on(sent(web), "/discovery/themes/new")
    for changed in ({"patterns": "cough*"}, {"seen": ""}, {"seen": "0" * 64}):
        again = web.post(NEW, data={**carried, **changed, "step": "keep"})
        assert "Nothing was kept: below is what these would find" in again.text
        assert told.look(local_themes) == ()


def test_a_form_that_is_out_of_date_is_checked_again_when_it_is_kept(told: Theming, web: TestClient) -> None:
    enter(web, OFFICE)
    carried = form_on(sent(web), "/discovery/themes/new")
    told.act(COLLEAGUE, make_local_theme, **{**TYPED, "patterns": ["car wash"]})
    answer = web.post(NEW, data={**carried, "step": "keep"})
    assert answer.status_code == 422
    assert "This panel had a theme of this name" in answer.text or "has a theme of this name" in answer.text
    named = web.post(NEW, data={**carried, "label": "Oliver Smith", "step": "keep"})
    assert named.status_code == 422
    assert len(told.look(local_themes)) == 1


def test_cases_restricted_or_kept_back_from_who_looks_are_neither_shown_nor_counted(told: Theming) -> None:
    people = {"somebody-else": "Somebody Else"}
    told.act(OFFICE, restrict_case, case=CASES[0], reason="The family is known here.", people=people)
    told.act(OFFICE, confirm_theme, case=TWICE, theme="asthma")
    mine, theirs = preview(told, "car wash"), preview(told, "car wash", person=COLLEAGUE)
    assert cases_of(mine) == {*CASES[:3], TWICE}
    assert (mine.texts, mine.cases, mine.all_texts, mine.all_cases) == (6, 6, 6, 6)
    assert cases_of(theirs) == {*CASES[1:3]}
    assert (theirs.texts, theirs.cases, theirs.all_texts, theirs.all_cases) == (4, 4, 4, 4)


def test_only_who_may_decide_is_shown_it(told: Theming) -> None:
    for person in ("auditor", "panel-member"):
        with pytest.raises(NotPermitted):
            preview(told, "car wash", person=person)


def test_of_very_many_texts_the_newest_are_looked_through_and_that_is_said(told: Theming) -> None:
    every = preview(told, "car wash")
    assert (every.texts, every.more, every.otherwise) == (6, False, 1)
    # The newest texts: a wheeze, no car wash, then one of a car wash.
    assert _counts(preview(told, "car wash", bounds=Bounds(texts_read=2))) == (3, 3, 1, 1)
    assert _counts(preview(told, "car wash", bounds=Bounds(bytes_read=len(TOLD)))) == (3, 3, 1, 1)
    assert _counts(preview(told, "car wash", bounds=Bounds(bytes_asked=len(TOLD)))) == (3, 3, 1, 1)
    assert _counts(preview(told, "launderette", bounds=Bounds(bytes_asked=1))) == (1, 1, 0, 0)


def _counts(shown: Preview) -> tuple[int, int, int, int]:
    assert shown.more
    assert (shown.all_texts, shown.all_cases) == (6, 6)
    return shown.texts, shown.cases, len(shown.found), shown.otherwise


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("dryer*", "Two dryers stood there."),
        ("happy*", "He fell in a happyland."),
        ("dry* ~4 wash", "A dryer stood beside the wash."),
        ("(laundry|launderette) <>3 machine", "A machine of the laundry fell."),
        ("hot-air dryer", "He was caught by a hot-air dryer."),
        ("child’s buggy", "The child's buggy rolled into the pond."),
        ("herself ~4 ramp", "She hurt herself on the ramp."),
        ("wash/dry", "He fell at the wash/dry place."),
        ("asleep ~4 {seat}", "He was asleep beside her on the sofa."),
    ],
)
def test_what_a_line_finds_in_earnest_it_finds_here(told: Theming, pattern: str, text: str) -> None:
    told.tell(notified(CASES[5]), material(CASES[5], text=text))
    assert CASES[5] in cases_of(preview(told, pattern))


def test_words_that_a_fifth_of_all_cases_has_are_warned_of_kindly(told: Theming, web: TestClient) -> None:
    enter(web, OFFICE)
    assert "very many" not in sent(web)
    for case in CASES[10:20]:
        told.tell(notified(case), material(case, text=TOLD))
    shown = " ".join(unescape(re.sub(r"<[^>]+>", "", sent(web))).split())
    assert "14 cases." in shown
    assert "That is very many: at least a fifth of all 16 cases." in shown
    assert "and 4 cases more" in shown
