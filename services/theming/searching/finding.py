"""Finds the sentences that speak of themes or words, and says of each how it is meant and why it is there."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from services.theming.domain.confirming.places import Place, places
from services.theming.domain.search.hits import Found, Hit, Span, Why, chosen, together
from services.theming.domain.search.phrases import Asked, asked_of
from services.theming.domain.search.question import Question
from services.theming.domain.themes.assertions import Assertion
from services.theming.nlp.themer import Themer
from services.theming.queries import search
from services.theming.queries.search import BEGIN, END
from services.theming.sentence_spans import sentence_spans
from shared.storage import Transaction

#: More are not looked through: who finds so many asks too widely, and is told so.
MOST_MENTIONS, MOST_TEXTS = 2000, 300
_MARK = re.compile(f"{BEGIN}([^{END}]*){END}")
_JOINT = re.compile(r"[\s’'-]*")


def find(tx: Transaction, question: Question, themer: Themer) -> Found:
    """Raises NotPermitted. Cases restricted to others are not looked at."""
    mentions = search.mentions_of_themes(tx, question.themes, MOST_MENTIONS) if question.themes else []
    asked = asked_of(question.words)
    texts = search.texts_with_words(tx, asked, MOST_TEXTS) if question.words else []
    by_theme = _of_themes(tx, question.themes, mentions) if question.themes else ()
    hits = together([*by_theme, *_of_words(tx, asked, texts, themer)])
    newest_first = sorted((hit for hit in hits if hit.whys), key=lambda hit: (-hit.text_id, hit.sentence))
    return chosen(newest_first, question, len(mentions) == MOST_MENTIONS or len(texts) == MOST_TEXTS)


def _of_themes(tx: Transaction, themes: Sequence[str], mentions: Sequence[Any]) -> Iterator[Hit]:
    """As the rules read it, or as a person did who judged the sentence."""
    judged = search.judged_cases(tx, themes)
    yield from (_of_mention(row) for row in mentions if row.case_reference not in judged)
    for text in search.texts_of_cases(tx, judged):
        mine = [row for row in mentions if row.text_id == text.id]
        yield from map(partial(_of_place, text.id), places(text.text, mine, judged[text.case_reference]))


def _of_place(text_id: int, place: Place) -> Hit:
    """A place that a person says does not speak of the theme has no reason to be found."""
    said = place.assertion
    cue, rule = ("", "") if place.judged else ((*place.cues, "")[0], place.rules[0])
    whys = (Why(span, said, cue, place.theme, rule) for span in place.spans if said)
    return Hit(text_id, place.sentence, tuple(whys))


def _of_mention(row: Any) -> Hit:
    why = Why((row.start, row.end), Assertion(row.assertion), row.cue, row.theme, row.rule_id)
    return Hit(row.text_id, (row.sentence_start, row.sentence_end), (why,))


def _of_words(tx: Transaction, asked: Asked, texts: Sequence[Any], themer: Themer) -> Iterator[Hit]:
    marked = {row.id: _spans(row.marked, row.text) for row in texts}
    said = {row.text[start:end].lower() for row in texts for start, end in marked[row.id]}
    sought = _Sought(asked, search.stems_of(tx, said.union(asked.loose)))
    for row in texts:
        yield from _in_text(row, sought, marked[row.id], themer)


class _Sought:
    """How well a sentence has the words: all that any sentence of the text has, a phrase word for word."""

    def __init__(self, asked: Asked, stems: dict[str, frozenset[str]]) -> None:
        self.asked = asked
        self.stems = stems
        self.loose = frozenset().union(*(stems.get(word, ()) for word in asked.loose))

    def chosen(self, text: str, marked: Sequence[Span], sentences: Sequence[Span]) -> dict[Span, list[Span]]:
        """By sentence, what stands there of what was asked for."""
        phrases = [_by_sentence(phrase.spans(text), sentences) for phrase in self.asked.phrases]
        loose = _by_sentence([span for span in marked if self._is_loose(text, span)], sentences)
        found = {}
        for sentence in sentences:
            held = [each[sentence] for each in phrases if sentence in each]
            words = loose.get(sentence, [])
            if held or (words and not self.asked.demanded):
                spans = _apart([*(span for each in held for span in each), *_runs(text, words)])
                found[sentence] = (len(held) + self._count(text, words), spans)
        least = 1 if self.asked.either else max((count for count, _ in found.values()), default=0)
        return {sentence: spans for sentence, (count, spans) in found.items() if count >= least}

    def _is_loose(self, text: str, span: Span) -> bool:
        """Whether the word is asked for by itself: one of a phrase is nothing where it stands alone."""
        return not self.asked.phrases or bool(self._stems(text, span) & self.loose)

    def _count(self, text: str, spans: Sequence[Span]) -> int:
        return len(frozenset().union(*(self._stems(text, span) for span in spans)))

    def _stems(self, text: str, span: Span) -> frozenset[str]:
        return self.stems.get(text[slice(*span)].lower(), frozenset())


def _in_text(row: Any, sought: _Sought, marked: Sequence[Span], themer: Themer) -> Iterator[Hit]:
    reading = themer.read(row.text)
    for sentence, spans in sought.chosen(row.text, marked, sentence_spans(row.text)).items():
        yield Hit(row.id, sentence, tuple(Why(span, *reading.assertion_of(*span)) for span in spans))


def _by_sentence(spans: Sequence[Span], sentences: Sequence[Span]) -> dict[Span, list[Span]]:
    """Each with the sentence that it begins in, as far as that goes."""
    found: dict[Span, list[Span]] = {}
    for start, end in spans:
        for sentence in sentences:
            if sentence[0] <= start < sentence[1]:
                found.setdefault(sentence, []).append((start, min(end, sentence[1])))
    return found


def _spans(marked: str, text: str) -> list[Span]:
    """Where the marked words stand in the text itself; none if the two differ in more than the marks."""
    if _MARK.sub(r"\1", marked) != text:
        return []
    marks = 2
    return [
        (match.start() - marks * number, match.end() - marks * (number + 1))
        for number, match in enumerate(_MARK.finditer(marked))
    ]


def _runs(text: str, spans: Sequence[Span]) -> list[Span]:
    """Words that stand side by side, together."""
    runs: list[Span] = []
    for start, end in spans:
        if runs and _JOINT.fullmatch(text, runs[-1][1], start):
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def _apart(spans: Sequence[Span]) -> list[Span]:
    """In their order, without those that lie in one before them."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each[0], -each[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept
