"""What is typed into a theme of the panel's own: no names, and a way to take them out again."""

import re
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from services.theming.actions.codebooks import try_codebook
from services.theming.actions.codebooks.adopt_codebook import adopt_codebook
from services.theming.actions.comparables.index_case import index_case
from services.theming.actions.discovery.change_local_theme import change_local_theme
from services.theming.actions.discovery.keep_local_theme import keep_local_theme
from services.theming.actions.discovery.make_local_theme import make_local_theme
from services.theming.actions.discovery.take_words_out_of_theme import take_words_out_of_theme
from services.theming.actions.discovery.withdraw_local_theme import withdraw_local_theme
from services.theming.actions.themes.add_theme import add_theme
from services.theming.actions.themes.confirm_theme import confirm_theme
from services.theming.domain.discovery.local_theme import LocalTheme
from services.theming.queries.codebooks import available_codebook
from services.theming.queries.local_themes import local_theme_of
from shared.errors import Conflict, Invalid, NotPermitted, TransitionRefused
from shared.named_people import NAMES_NOBODY
from shared.people import SYSTEM

from .conftest import CASE, Theming, csrf_in, enter, form_on, material, notified, reviewed

OFFICE = "cdr-manager"
NAMED = {
    "label": "Oliver Smith",
    "group": "local",
    "definition": "Oliver fell.",
    "patterns": ["zzzqqq phrase"],
}
PLAIN = {"label": "Car wash", "group": "local", "definition": "a car wash.", "patterns": ["car wash"]}
OLD = "local_oliver_smith"


def use_the_newest(theming: Theming) -> None:
    while trial := theming.act(SYSTEM, try_codebook.take):
        theming.act(SYSTEM, try_codebook.record, trial=trial, affirmed=try_codebook.do(trial))
    theming.act(OFFICE, adopt_codebook, version=theming.look(available_codebook).version)
    theming.read_texts()


@pytest.fixture
def told(theming: Theming) -> Theming:
    theming.tell(
        notified(), material(text="He was caught by the dryer of a car wash, with wheeze."), reviewed()
    )
    theming.read_texts()
    return theming


@pytest.fixture
def by_name(told: Theming) -> Theming:
    """A theme that was made when ids still repeated names, in use and confirmed."""
    named = LocalTheme(OLD, 1, "Oliver Smith", "local", "Oliver Smith was hurt.", ("car wash", "oliver"), ())
    told.act(OFFICE, keep_local_theme, theme=named)
    use_the_newest(told)
    told.act(OFFICE, confirm_theme, case=CASE, theme=OLD)
    return told


def test_a_name_is_asked_about_and_kept_only_where_nobody_is_meant(told: Theming) -> None:
    with pytest.raises(Invalid) as refused:
        told.act(OFFICE, make_local_theme, **NAMED)
    [fault] = refused.value.faults
    assert fault.field == NAMES_NOBODY
    assert "“Oliver Smith” may be a person's name" in fault.message
    assert told.act(OFFICE, make_local_theme, **NAMED, names_nobody=True) == "local_1"


@pytest.mark.parametrize("field", ["label", "definition", "patterns"])
def test_a_house_with_its_street_is_refused_whatever_is_said(told: Theming, field: str) -> None:
    address = "12 High Street"
    typed = {**PLAIN, field: [address] if field == "patterns" else address}
    with pytest.raises(Invalid, match="is a street address: leave it out"):
        told.act(OFFICE, make_local_theme, **typed, names_nobody=True)


def test_reasons_ask_about_names_too(told: Theming) -> None:
    told.act(OFFICE, make_local_theme, **PLAIN)
    changed = {
        **PLAIN,
        "theme": "local_1",
        "version": 1,
        "definition": "a laundry.",
        "reason": "As John Smith said",
    }
    del changed["group"]
    gone = {"theme": "local_1", "version": 2, "reason": "John Smith"}
    added = {"case": CASE, "theme": "asthma", "reason": "John Smith"}
    for action, given in ((change_local_theme, changed), (withdraw_local_theme, gone), (add_theme, added)):
        with pytest.raises(Invalid, match="“John Smith” may be a person's name"):
            told.act(OFFICE, action, **given)
        told.act(OFFICE, action, **given, names_nobody=True)


def test_an_id_repeats_nothing_that_was_typed_and_is_never_given_twice(by_name: Theming) -> None:
    assert by_name.act(OFFICE, make_local_theme, **PLAIN) == "local_1"
    by_name.act(OFFICE, withdraw_local_theme, theme="local_1", version=1, reason="Too wide.")
    again = {**PLAIN, "label": "Dryers"}
    assert by_name.act(OFFICE, make_local_theme, **again) == "local_2"


def test_a_theme_whose_id_repeats_its_name_works_on(by_name: Theming, web: TestClient) -> None:
    enter(web, OFFICE)
    assert web.get(f"/themes/discovery/themes/{OLD}").status_code == 200
    assert CASE in web.get(f"/themes/codebook/{OLD}").text


def held_of(theming: Theming) -> str:
    tables = ("local_theme", "codebook_adoption", "theme_confirmation", "audit_entry")
    with theming.database.owner.connect() as connection:
        rows = [connection.execute(text(f"SELECT to_jsonb(t)::text FROM {each} t")).all() for each in tables]
    return str(rows)


def test_the_words_of_a_withdrawn_theme_are_taken_out_and_its_history_stays(
    by_name: Theming, web: TestClient
) -> None:
    by_name.act(OFFICE, withdraw_local_theme, theme=OLD, version=1, reason="Entered by mistake")
    given = {"theme": OLD, "version": 2}
    with pytest.raises(TransitionRefused, match="still read with"):
        by_name.act(OFFICE, take_words_out_of_theme, **given)
    use_the_newest(by_name)
    assert "Oliver Smith" in held_of(by_name)
    with pytest.raises(Conflict):
        by_name.act(OFFICE, take_words_out_of_theme, theme=OLD, version=1)
    enter(web, OFFICE)
    address = f"/themes/discovery/themes/{OLD}"
    page = web.get(address).text
    token = {"csrf_token": csrf_in(page), "version": "2"}
    assert "Say that the words are to be taken out" in web.post(f"{address}/words", data=token).text
    assert "Oliver Smith" in held_of(by_name)
    shown = web.post(f"{address}/words", data={**token, "sure": "yes"}).text
    assert "What was typed here was taken out by" in shown
    for place in (
        "discovery",
        "codebook-change",
        f"codebook/{OLD}",
        f"cases/{CASE}",
        "trust",
        f"discovery/themes/{OLD}",
    ):
        answer = web.get(f"/themes/{place}")
        assert answer.status_code == 200, place
        assert "Oliver" not in answer.text, place
    assert "Oliver" not in held_of(by_name)
    assert "Entered by mistake" not in held_of(by_name)
    assert "A theme whose words were taken out on 21 November 2026" in web.get(f"/themes/cases/{CASE}").text
    [first, second] = by_name.look(_versions)
    assert [first[:2], second[:2]] == [(1, False), (2, True)]
    anew = {key: PLAIN[key] for key in ("label", "definition", "patterns")}
    with pytest.raises(TransitionRefused, match="make a new theme"):
        by_name.act(OFFICE, change_local_theme, **given, **anew, reason="Again")


def _versions(tx: Any) -> Any:
    return tx.session.execute(text("SELECT version, withdrawn FROM local_theme ORDER BY version")).all()


def test_words_are_taken_out_of_no_theme_that_stands_and_by_nobody_else(told: Theming) -> None:
    told.act(OFFICE, make_local_theme, **PLAIN)
    with pytest.raises(TransitionRefused, match="Withdraw this theme first"):
        told.act(OFFICE, take_words_out_of_theme, theme="local_1", version=1)
    with pytest.raises(NotPermitted):
        told.act("auditor", take_words_out_of_theme, theme="local_1", version=1)


def test_faults_name_the_line_in_plain_words(told: Theming) -> None:
    lines = ["car wash", "x" * 201, "[a-z(", "(wash", "wash | ", "wash {nothing}"]
    with pytest.raises(Invalid) as refused:
        told.act(OFFICE, make_local_theme, **{**PLAIN, "patterns": lines})
    said = [fault.message for fault in refused.value.faults]
    assert said[0] == "Line 2 has 201 characters: use 200 or fewer"
    assert said[1].startswith("Line 3, “[a-z(”, cannot be looked for: the sign “[” means nothing here.")
    assert said[2].startswith(
        "Line 4, “(wash”, cannot be looked for: each bracket that is opened must be closed."
    )
    assert said[3].startswith("Line 5, “wash | ”, cannot be looked for: beside a bracket or an upright bar")
    assert said[4] == "Line 6, “wash {nothing}”, cannot be looked for: there is no list of words of that name"
    with pytest.raises(Invalid, match="There are 61 lines: use 60 or fewer"):
        told.act(OFFICE, make_local_theme, **{**PLAIN, "patterns": [f"wash {each}x" for each in range(61)]})


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\x0b"])
def test_marks_that_turn_what_follows_are_kept_nowhere(told: Theming, web: TestClient, mark: str) -> None:
    enter(web, OFFICE)
    page = web.get("/themes/discovery/themes/new").text
    typed = {**PLAIN, "patterns": "car wash", "label": f"Car{mark} wash", "csrf_token": csrf_in(page)}
    answer = web.post("/themes/discovery/themes/new", data=typed)
    assert answer.status_code == 422
    assert "Characters that cannot be seen stood in what you sent" in answer.text
    assert mark not in answer.text
    assert told.look(_versions) == []


def test_from_a_single_case_the_form_says_which_and_offers_its_words(told: Theming, web: TestClient) -> None:
    told.tell(notified("LLR-2026-0200"), material("LLR-2026-0200", text="He was caught by the hot dryer."))
    while told.act(SYSTEM, index_case):
        pass
    enter(web, OFFICE)
    address = f"/themes/discovery/themes/new?case={CASE}"
    assert address.removeprefix("/themes") in web.get(f"/themes/cases/{CASE}").text
    page = web.get(address).text
    assert "From case <a href=" in page
    assert 'value="wash"' in page
    assert "wash (1 case)" in page
    offered = re.findall(r'name="case-words"[^>]*value="([^"]*)"', page)
    assert len(offered) == len(set(offered))
    assert "wheeze" in offered
    typed = {**PLAIN, "patterns": "", "case": CASE, "csrf_token": csrf_in(page)}
    refused = web.post(
        "/themes/discovery/themes/new", data={**typed, "label": "", "case-words": ["wash"]}
    ).text
    assert "From case <a href=" in refused
    assert "checked" in refused[refused.index('value="wash"') :][:80]
    shown = web.post("/themes/discovery/themes/new", data={**typed, "case-words": ["wash", "dryer"]}).text
    kept = {**typed, "case-words": re.findall(r'name="case-words" value="([^"]*)"', shown), "step": "keep"}
    web.post("/themes/discovery/themes/new", data={**kept, "seen": form_on(shown, "/themes/new")["seen"]})
    assert told.look(lambda tx: local_theme_of(tx, "local_1")).patterns == ("wash", "dryer")
    rows = told.act("auditor", lambda tx: _audited(tx))
    assert rows == [(CASE,)]
    unknown = web.post(
        "/themes/discovery/themes/new", data={**typed, "label": "Another", "case": "LLR-2026-9999"}
    )
    assert "There is no case with this reference" in unknown.text
    assert "There is no case with this reference" in web.get("/themes/discovery/themes/new?case=x").text


def _audited(tx: Any) -> Any:
    asked = "SELECT case_reference FROM audit_entry WHERE action = 'make_local_theme'"
    return tx.session.execute(text(asked)).all()
