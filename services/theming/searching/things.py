"""The things that are asked for together, and where each stands in a sentence of evened-out text."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from services.theming.domain.search.phrases import Phrase
from services.theming.domain.search.rules import search_rules
from services.theming.nlp.reading import Reading
from services.theming.searching.field_phrases import FieldPhrase, FieldPhrases

Span = tuple[int, int]
#: What full-text search makes of each word; nothing of words that every text has.
Stems = Mapping[str, frozenset[str]]
TOKEN = re.compile(r"\d+(?:\.\d+)*\w*|\w+")
_TURN = re.compile(";")


@dataclass(frozen=True)
class Place:
    """Words of the evened-out text, without gaps; the phrase of the field that they are a way of writing."""

    words: tuple[Span, ...]
    phrase: FieldPhrase | None = None


class Sentence:
    """One sentence of a text, taken apart when it is first needed."""

    def __init__(self, reading: Reading, span: Span, text: str, stems: Stems) -> None:
        self.reading, self.span, self.text, self.stems = reading, span, text, stems

    @cached_property
    def words(self) -> list[Span]:
        return [match.span() for match in TOKEN.finditer(self.reading.text, *self.span)]

    @cached_property
    def turns(self) -> list[int]:
        """Numbers of the words before which a semicolon stands."""
        starts = [start for start, _ in self.words]
        return [bisect_left(starts, turn.start()) for turn in _TURN.finditer(self.reading.text, *self.span)]

    def word(self, number: int) -> str:
        return self.reading.text[slice(*self.words[number])]

    def numbers(self, place: Place) -> tuple[int, int]:
        """The first and the last word of a place."""
        starts = [start for start, _ in self.words]
        first = bisect_right(starts, place.words[0][0]) - 1
        return max(first, 0), max(bisect_left(starts, place.words[-1][1]) - 1, first, 0)


class Thing(Protocol):
    """Anything that may be asked for. ``demands``: sets of words, one of each of which a text has to have;
    a final ``*`` stands for any letters. ``otherwise``: the same where the index knows none of those.
    """

    @property
    def otherwise(self) -> Collection[str]: ...

    @property
    def demands(self) -> Collection[Collection[Collection[str]]]:
        """Ways, each with its demands."""
        ...

    def places(self, sentence: Sentence) -> Iterator[Place]: ...


@dataclass(frozen=True)
class SideBySide:
    """Words as one types them, in any form, the one after the other; mostly one word."""

    typed: tuple[str, ...]
    #: What full-text search makes of each of them.
    stems: tuple[frozenset[str], ...]
    otherwise = ()

    @property
    def demands(self) -> list[list[list[str]]]:
        return [[[word] for word, stems in zip(self.typed, self.stems, strict=True) if stems]]

    def places(self, sentence: Sentence) -> Iterator[Place]:
        for first in range(len(sentence.words) - len(self.typed) + 1):
            if all(self._is(each, sentence, first + each) for each in range(len(self.typed))):
                spans = sentence.words[first : first + len(self.typed)]
                yield Place(((spans[0][0], spans[-1][1]),))

    def _is(self, which: int, sentence: Sentence, number: int) -> bool:
        typed, word = self.typed[which], sentence.word(number)
        if word == typed:
            return True
        alike = self.stems[which] & sentence.stems.get(word, frozenset())
        return bool(alike) and not search_rules().are_different(typed, word)


@dataclass(frozen=True)
class WordForWord:
    """A phrase in quotation marks: found in the text as it was written."""

    phrase: Phrase
    otherwise = ()

    @property
    def demands(self) -> list[list[list[str]]]:
        return [[[word] for word in self.phrase.words]]

    def places(self, sentence: Sentence) -> Iterator[Place]:
        begin, end = sentence.reading.span(*sentence.span)
        for first, last in self.phrase.spans(sentence.text[begin:end]):
            even = sentence.reading.even_span(begin + first, begin + last)
            if even[0] < even[1]:
                yield Place((even,))


class WaysOfSaying:
    """A phrase of the field with those found with it, in every way of writing them."""

    def __init__(self, phrases: Sequence[FieldPhrase]) -> None:
        self.phrase = phrases[0]
        self._ways = [way for phrase in phrases for way in phrase.found]
        self._phrases = FieldPhrases(phrases)
        self.otherwise = [word for phrase in phrases for word in phrase.index]

    @property
    def demands(self) -> list[frozenset[frozenset[str]]]:
        return [way.demands for way in self._ways]

    def places(self, sentence: Sentence) -> Iterator[Place]:
        for way in self._phrases.found(sentence.reading.text, *sentence.span):
            yield Place(way.words, way.phrase)
