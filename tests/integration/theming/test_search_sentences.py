"""What a manager types, against sentences of many kinds, all of them there at once: found, and not found."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from services.theming.domain.search.phrases import asked_of
from services.theming.domain.search.question import Question
from services.theming.domain.themes.assertions import Assertion
from services.theming.domain.themes.codebook import load_codebook
from services.theming.nlp.themer import load_themer
from services.theming.queries.search import texts_by_number
from services.theming.searching.field_phrases import field_phrases
from services.theming.searching.finding import find
from services.theming.searching.sought import sought
from services.theming.searching.words_asked import understood

from .conftest import Filled, Theming, material, notified

TABLE: list[dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("search_sentences.toml").read_text(encoding="utf-8")
)["questions"]
EVERY = frozenset(Assertion) - {Assertion.AFFIRMED}
SENTENCES = list(
    dict.fromkeys(
        text for row in TABLE for key in ("finds", "only_asked", "never") for text in row.get(key, ())
    )
)
CASES = [(asked, row) for row in TABLE for asked in row["asked"]]


@pytest.fixture
def told(theming: Theming, filled: Filled) -> Theming:
    return filled(theming, told_of_each)


def told_of_each(theming: Theming) -> None:
    for number, text in enumerate(SENTENCES, 1):
        case = f"LLR-2026-{number:04d}"
        theming.tell(notified(case), material(case, text=text))
    theming.read_texts()


def found(told: Theming, words: str, also: frozenset[Assertion]) -> set[str]:
    def look(tx: Any) -> set[str]:
        themer = load_themer()
        themes = understood(words, load_codebook(), themer).themes
        hits = find(tx, Question(words, themes, also), sought(tx, asked_of(words), themer), themer).hits
        texts = texts_by_number(tx, {hit.text_id for hit in hits})
        return {re.sub(r"\s+", " ", texts[hit.text_id].text) for hit in hits}

    result: set[str] = told.look(look)
    return result


@pytest.mark.parametrize(("words", "row"), CASES, ids=[words for words, _ in CASES])
def test_what_must_and_what_must_not_be_found(told: Theming, words: str, row: dict[str, list[str]]) -> None:
    plainly, all_of_it = found(told, words, frozenset()), found(told, words, EVERY)
    assert set(row.get("finds", ())) - plainly == set(), "not found"
    assert set(row.get("only_asked", ())) & plainly == set(), "shown as true of the child"
    assert set(row.get("only_asked", ())) - all_of_it == set(), "not found though asked for"
    assert set(row.get("never", ())) & all_of_it == set(), "found"


def test_texts_with_any_phrase_of_the_field_are_chosen_by_the_index(told: Theming) -> None:
    def chosen_by(label: str) -> str:
        return str(told.look(lambda tx: sought(tx, asked_of(label), load_themer()).of_index.wanted))

    assert [first.id for first, *_ in field_phrases().values() if not chosen_by(first.label)] == []
