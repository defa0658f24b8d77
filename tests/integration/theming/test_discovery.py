"""New themes: found by the background work, dismissed or made a theme by a person, read from then on."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from services.theming.actions.discovery import look_for_themes
from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.domain.discovery.found_theme import heading
from services.theming.queries.cases import themes_of
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.discovery import proposals, texts_held, words_of_quarter
from services.theming.queries.local_themes import local_themes
from shared.errors import Invalid, NotPermitted
from shared.people import SYSTEM

from .conftest import ASTHMA_STORY, CASE, Theming, csrf_in, enter, form_on, material, notified, reviewed

UNIT = Path(__file__).parents[2] / "unit" / "theming"
TRAMPOLINES = [
    line
    for block in (UNIT / "discovery" / "planted.txt").read_text(encoding="utf-8").split("== ")
    for line in block.splitlines()[1:]
    if block.startswith("trampoline")
]
OTHERS = [
    json.loads(line)["text"]
    for line in (UNIT / "labelled_narratives.jsonl").read_text(encoding="utf-8").splitlines()[:70]
]


def look(theming: Theming) -> bool:
    """Do the background work once; False when there was nothing to do."""
    task = theming.act(SYSTEM, look_for_themes.take)
    if task is None:
        return False
    theming.act(SYSTEM, look_for_themes.record, task=task, looked=look_for_themes.do(task))
    return True


def tell_all(theming: Theming, texts: list[str], first: int = 1) -> None:
    for number, text in enumerate(texts, first):
        case = f"LLR-2026-{number:04d}"
        theming.tell(notified(case), material(case, text=text))


@pytest.fixture
def looked(theming: Theming) -> Theming:
    tell_all(theming, OTHERS + TRAMPOLINES)
    assert look(theming)
    return theming


def trampolines(theming: Theming) -> Any:
    found = theming.look(lambda tx: proposals(tx, "proposed"))
    return next(each for each in found if "trampoline" in each.terms)


def test_a_theme_that_cases_share_is_proposed_with_its_cases_and_words(looked: Theming) -> None:
    found = trampolines(looked)
    assert found.rank <= 5
    told = {f"LLR-2026-{number:04d}" for number in range(len(OTHERS) + 1, len(OTHERS) + 11)}
    assert len(told & set(found.cases)) >= 7
    assert len(set(found.cases) - told) <= 1


def test_texts_are_not_looked_through_again_before_enough_new_ones_came(looked: Theming) -> None:
    assert not look(looked)
    tell_all(looked, OTHERS[:10], first=200)
    assert look(looked)


def test_few_texts_are_said_to_be_too_few(theming: Theming, web: TestClient) -> None:
    tell_all(theming, OTHERS[:30])
    assert look(theming)
    enter(web, "cdr-manager")
    assert "There is too little to say: 30 texts" in web.get("/themes/discovery").text


def test_while_texts_are_looked_through_again_the_last_look_is_told(
    theming: Theming, web: TestClient
) -> None:
    enter(web, "cdr-manager")
    tell_all(theming, OTHERS[:10])
    task = theming.act(SYSTEM, look_for_themes.take)
    assert "for the first time" in web.get("/themes/discovery").text
    theming.act(SYSTEM, look_for_themes.record, task=task, looked=look_for_themes.do(task))
    tell_all(theming, OTHERS[10:30], first=200)
    assert theming.act(SYSTEM, look_for_themes.take)
    page = web.get("/themes/discovery").text
    assert "10 texts. They are being looked through again now" in page
    assert "There is too little to say: 10 texts" in page


def test_the_name_of_a_person_is_asked_about_in_the_reason_of_a_dismissal(
    looked: Theming, web: TestClient
) -> None:
    number = trampolines(looked).id
    enter(web, "cdr-manager")
    typed = {
        "csrf_token": csrf_in(web.get(f"/themes/discovery/{number}").text),
        "reason": "As John Smith said",
    }
    asked = web.post(f"/themes/discovery/{number}/dismiss", data=typed)
    assert asked.status_code == 422
    assert "“John Smith” may be a person" in asked.text
    assert asked.text.count('name="nobody-in-reason"') == 1
    assert 'name="names-nobody"' not in asked.text
    kept = web.post(f"/themes/discovery/{number}/dismiss", data={**typed, "nobody-in-reason": "yes"})
    assert "As John Smith said" in kept.text
    assert "<li>Words they share: “" in kept.text


def test_what_a_review_records_as_its_factors_is_known_of_its_summary_alone(theming: Theming) -> None:
    factor = {"domain": "A", "factor": "Late escalation", "grade": 2, "modifiable": "yes"}
    theming.tell(notified(), material(text="Late escalation."), reviewed(factors=(factor,)))
    held = theming.act(SYSTEM, texts_held)
    assert [each.recorded for each in held] == [(), ("Late escalation",)]


def test_a_dismissed_proposal_does_not_come_back(looked: Theming, web: TestClient) -> None:
    number = trampolines(looked).id
    enter(web, "cdr-manager")
    token = csrf_in(web.get(f"/themes/discovery/{number}").text)
    refused = web.post(f"/themes/discovery/{number}/dismiss", data={"csrf_token": token, "reason": ""})
    assert refused.status_code == 422
    assert "Say why this is no theme" in refused.text
    web.post(f"/themes/discovery/{number}/dismiss", data={"csrf_token": token, "reason": "All one centre"})
    tell_all(looked, OTHERS[:12], first=300)
    assert look(looked)
    found = looked.look(lambda tx: proposals(tx, "proposed"))
    assert not [each for each in found if "trampoline" in each.terms]
    assert "All one centre" in web.get("/themes/discovery").text


def test_a_proposal_becomes_a_theme_once_seen_and_cases_are_proposed_it(
    looked: Theming, web: TestClient
) -> None:
    found = trampolines(looked)
    enter(web, "cdr-manager")
    assert "Make it a theme" in web.get("/themes/discovery").text
    page = web.get(f"/themes/discovery/{found.id}").text
    assert "Words they share: “" in page
    assert re.search(r'<textarea[^>]*name="definition"[^>]*></textarea>', page)
    assert re.search(r'<input[^>]*name="label"(?![^>]*value="[^"])[^>]*>', page)
    typed = {"csrf_token": csrf_in(page), "label": "", "group": "local", "definition": ""}
    untouched = web.post(f"/themes/discovery/{found.id}/theme", data={**typed, "patterns": "trampolin*"})
    assert "Give the theme a name" in untouched.text
    assert "Say when a case has this theme" in untouched.text
    typed["definition"] = "a trampoline or jump centre."
    for by_program in (heading(found.terms), ", ".join(found.terms[:3]).capitalize()):
        given = {**typed, "label": by_program, "patterns": "trampolin*"}
        refused = web.post(f"/themes/discovery/{found.id}/theme", data=given).text
        assert "Name it in words of your own" in refused
    typed |= {"label": "Trampolines", "patterns": "trampolin*\nbounc*"}
    shown = web.post(f"/themes/discovery/{found.id}/theme", data=typed).text
    assert "Which past cases would have it newly proposed" in shown
    assert looked.look(local_themes) == ()
    address = f"/discovery/{found.id}/theme"
    kept = web.post(f"/themes{address}", data={**form_on(shown, address), "step": "keep"})
    assert "The theme is in the codebook" in kept.text
    looked.read_texts()
    standing = looked.look(lambda tx: themes_of(tx, found.cases[0]))
    assert standing["local_1"].status == "proposed"
    assert "Trampolines" in web.get("/themes/codebook").text
    assert "Trampolines" in web.get(f"/themes/cases/{found.cases[0]}").text


def test_nothing_is_said_to_be_none_before_the_texts_were_looked_through(
    theming: Theming, web: TestClient
) -> None:
    tell_all(theming, OTHERS[:12])
    enter(web, "cdr-manager")
    page = web.get("/themes/discovery").text
    assert page.count("None is known yet: the texts have not been looked through.") == 2
    task = theming.act(SYSTEM, look_for_themes.take)
    page = web.get("/themes/discovery").text
    assert "The texts are being looked through for the first time" in page
    assert page.count("They are shown here once the texts have been looked through.") == 2
    for none in ("None at present", "No word is used"):
        assert none not in page
    theming.act(SYSTEM, look_for_themes.record, task=task, looked=look_for_themes.do(task))
    page = web.get("/themes/discovery").text
    assert "No word is used" in page
    assert "They are shown here once" not in page


def test_a_single_case_can_become_a_theme_by_hand(theming: Theming) -> None:
    theming.tell(notified(), material(text="He was caught by the hot air dryer of a car wash."), reviewed())
    theming.act(
        "cdr-manager",
        make_local_theme,
        label="Car wash",
        group="local",
        definition="x.",
        patterns=["car wash"],
    )
    theming.read_texts()
    assert "local_1" in theming.look(lambda tx: themes_of(tx, CASE))
    assert theming.look(codebook_in_use).version.endswith(".local-1")


def test_a_theme_as_typed_is_refused_with_every_fault(theming: Theming) -> None:
    with pytest.raises(Invalid) as refused:
        theming.act(
            "cdr-manager", make_local_theme, label="Asthma", group="", definition="", patterns=["(open"]
        )
    assert {fault.field for fault in refused.value.faults} == {"label", "group", "definition", "patterns"}


@pytest.mark.parametrize("pattern", ["*", "a*", "the", "the-one", "(the|of)", "~3 the", "car?", "/./"])
def test_a_pattern_that_nearly_every_text_has_makes_no_theme(theming: Theming, pattern: str) -> None:
    with pytest.raises(Invalid) as refused:
        theming.act(
            "cdr-manager",
            make_local_theme,
            label="Car wash",
            group="local",
            definition="x.",
            patterns=["car wash", pattern],
        )
    (fault,) = refused.value.faults
    assert fault.field == "patterns"
    assert f"“{pattern}”" in fault.message


def test_only_the_office_makes_themes_or_sees_proposals(theming: Theming, web: TestClient) -> None:
    with pytest.raises(NotPermitted):
        theming.act("auditor", make_local_theme, label="A", group="local", definition="b", patterns=["c"])
    enter(web, "panel-member")
    assert web.get("/themes/discovery").status_code == 403


def test_a_word_of_two_cases_is_new_in_its_quarter(theming: Theming) -> None:
    theming.tell(notified(), material(text=ASTHMA_STORY))
    for number in (1, 2):
        case = f"LLR-2026-900{number}"
        theming.tell(
            notified(case, on=date(2026, 10, 5)), material(case, text="He had inhaled from a zorbulator.")
        )
    tell_all(theming, OTHERS[:12])
    assert look(theming)
    (word,) = [
        w for w in theming.look(lambda tx: words_of_quarter(tx, "2026-27-Q3")) if w.words == "zorbulator"
    ]
    assert word.kind == "new"
    assert len(word.cases) == 2
