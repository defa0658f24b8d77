"""Finds the sentences that speak of themes or words, and says of each how it is meant and why it is there."""

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from services.theming.domain.confirming.places import Place, places
from services.theming.domain.search.hits import Found, Hit, Span, Why, chosen, together
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
_PHRASE = re.compile(r'"([^"]+)"')
_EITHER = re.compile(r"\bor\b", re.IGNORECASE)
_JOINT = re.compile(r"[\s’'-]*")


def find(tx: Transaction, question: Question, themer: Themer) -> Found:
    """Raises NotPermitted. Cases restricted to others are not looked at."""
    mentions = search.mentions_of_themes(tx, question.themes, MOST_MENTIONS) if question.themes else []
    texts = search.texts_with_words(tx, question.words, MOST_TEXTS) if question.words else []
    by_theme = _of_themes(tx, question.themes, mentions) if question.themes else ()
    hits = together([*by_theme, *_of_words(tx, question.words, texts, themer)])
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


def _of_words(tx: Transaction, words: str, texts: Sequence[Any], themer: Themer) -> Iterator[Hit]:
    marked = {row.id: _spans(row.marked, row.text) for row in texts}
    said = {row.text[start:end].lower() for row in texts for start, end in marked[row.id]}
    stems = search.stems_of(tx, said)
    for row in texts:
        yield from _in_text(row, _Asked(words, stems), marked[row.id], themer)


class _Asked:
    """How well a sentence has the words: all that any sentence of the text has, a phrase side by side."""

    def __init__(self, words: str, stems: dict[str, frozenset[str]]) -> None:
        self.longest = max((len(each.split()) for each in _PHRASE.findall(words)), default=1)
        self.either = bool(_EITHER.search(words))
        self.stems = stems

    def count(self, text: str, spans: Sequence[Span]) -> int:
        return len(frozenset().union(*(self.stems.get(text[a:b].lower(), ()) for a, b in spans)))

    def chosen(self, text: str, by_sentence: dict[Span, list[Span]]) -> dict[Span, list[Span]]:
        runs = {sentence: _runs(text, spans, self.longest) for sentence, spans in by_sentence.items()}
        counts = {
            sentence: self.count(text, by_sentence[sentence]) for sentence, each in runs.items() if each
        }
        least = 1 if self.either else max(counts.values(), default=0)
        return {sentence: runs[sentence] for sentence, count in counts.items() if count >= least}


def _in_text(row: Any, asked: _Asked, spans: Sequence[Span], themer: Themer) -> Iterator[Hit]:
    sentences = sentence_spans(row.text)
    by_sentence: dict[Span, list[Span]] = {}
    for span in spans:
        for sentence in sentences:
            if sentence[0] <= span[0] < sentence[1]:
                by_sentence.setdefault(sentence, []).append(span)
    reading = themer.read(row.text)
    for sentence, runs in asked.chosen(row.text, by_sentence).items():
        yield Hit(row.id, sentence, tuple(Why(run, *reading.assertion_of(*run)) for run in runs))


def _spans(marked: str, text: str) -> list[Span]:
    """Where the marked words stand in the text itself; none if the two differ in more than the marks."""
    if _MARK.sub(r"\1", marked) != text:
        return []
    marks = 2
    return [
        (match.start() - marks * number, match.end() - marks * (number + 1))
        for number, match in enumerate(_MARK.finditer(marked))
    ]


def _runs(text: str, spans: Sequence[Span], longest: int) -> list[Span]:
    """Words that stand side by side, together; of a phrase only where as many do as it has."""
    runs: list[tuple[int, int, int]] = []
    for start, end in spans:
        if runs and _JOINT.fullmatch(text, runs[-1][1], start):
            runs[-1] = (runs[-1][0], end, runs[-1][2] + 1)
        else:
            runs.append((start, end, 1))
    return [(start, end) for start, end, words in runs if words >= longest]
