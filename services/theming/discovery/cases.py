"""Cases looked through for themes and words: every text of a case taken together."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from services.theming.discovery.finder import find_themes
from services.theming.discovery.reading import Read, evidence_of, read, repeated_sentences
from services.theming.discovery.words import FAMILY, KIND, weight
from services.theming.domain.discovery.found_theme import Discovery, Quote
from services.theming.domain.discovery.new_words import NewWord, new_words
from services.theming.nlp.themer import Themer
from services.theming.queries.discovery import HeldText

BETWEEN = "\n\n"
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s|$))+[.!?]*")
_WORD = re.compile(r"\w+")
#: So many words beside the factors a sentence may have that only lists them: "The panel noted: ... and ...".
MOST_BESIDE = 5


@dataclass(frozen=True)
class Case:
    """A case's texts in order, with where each begins in all of them together."""

    reference: str
    on: date
    text: str
    starts: tuple[tuple[int, int], ...]

    def place(self, start: int, end: int) -> dict[str, Any]:
        """Where characters of the case's text stand: the number of the text, and the characters there."""
        number, begins = max((each for each in self.starts if each[1] <= start), key=lambda each: each[1])
        return {"case": self.reference, "text": number, "start": start - begins, "end": end - begins}


@dataclass(frozen=True)
class Looked:
    found: Discovery
    words: tuple[NewWord, ...]
    quotes: dict[str, list[dict[str, Any]]]
    """Of each new word, one place in each case."""
    places: list[list[dict[str, Any]]]
    """Of each theme found, where its quotes stand."""


def cases_of(texts: Sequence[HeldText]) -> list[Case]:
    together: dict[str, list[HeldText]] = {}
    for text in texts:
        together.setdefault(text.case_reference, []).append(text)
    return [_case(reference, each) for reference, each in together.items()]


def _case(reference: str, texts: Sequence[HeldText]) -> Case:
    starts, begin = [], 0
    for text in texts:
        starts.append((text.id, begin))
        begin += len(text.text) + len(BETWEEN)
    return Case(reference, texts[0].on, BETWEEN.join(map(_told_new, texts)), tuple(starts))


def _told_new(text: HeldText) -> str:
    """The text with blanks for each sentence that but lists what the review records as its factors: that is
    known, whatever words it is called by. Every other character keeps its place.
    """
    if not text.recorded:
        return text.text
    listed = re.compile("|".join(map(re.escape, sorted(text.recorded, key=len, reverse=True))), re.IGNORECASE)
    return _SENTENCE.sub(lambda found: _blank_if_listing(found[0], listed), text.text)


def _blank_if_listing(sentence: str, listed: "re.Pattern[str]") -> str:
    rest, times = listed.subn(" ", sentence)
    lists = times and len(_WORD.findall(rest)) <= MOST_BESIDE
    return " " * len(sentence) if lists else sentence


def look(cases: Sequence[Case], themer: Themer, themes: Sequence[str], quarter: tuple[date, date]) -> Looked:
    """New themes in all cases, and new words in those of the quarter (its first and its last day)."""
    repeated = repeated_sentences(case.text for case in cases)
    texts = [read(case.reference, case.text, evidence_of(themer, case.text), repeated) for case in cases]
    found = find_themes(texts, known=themes)
    by_id = {case.reference: case for case in cases}
    held = {text.id: text for text in texts}
    now = {case.reference for case in cases if quarter[0] <= case.on <= quarter[1]}
    before = {case.reference for case in cases if case.on < quarter[0]}
    told = {str(text.id): _words(text) for text in texts}
    words = new_words({case: told[case] for case in now}, {case: told[case] for case in before})
    quotes = {
        each.words: [_around(held[case], by_id[case], each.words) for case in each.cases] for each in words
    }
    places = [[_place(by_id, quote) for quote in theme.quotes] for theme in found.found]
    return Looked(found, words, quotes, places)


def _place(by_id: dict[str, Case], quote: Quote) -> dict[str, Any]:
    return by_id[str(quote.id)].place(quote.start, quote.end)


def _words(text: Read) -> frozenset[str]:
    return frozenset(term for term in text.beyond if not term.startswith((KIND, FAMILY)) and weight(term) > 0)


def _around(text: Read, case: Case, word: str) -> dict[str, Any]:
    """The words around it in the text it stands in: some forty characters before and eighty after."""
    start, end = text.said[word]
    place = case.place(start, end)
    begins = start - place["start"]
    ends = min((b - len(BETWEEN) for _, b in case.starts if b > start), default=len(case.text))
    first, last = max(begins, start - 40), min(ends, end + 80)
    while begins < first < start and not text.text[first - 1].isspace():
        first += 1
    while end < last < ends and not text.text[last].isspace():
        last -= 1
    return {**place, "start": first - begins, "end": last - begins}
