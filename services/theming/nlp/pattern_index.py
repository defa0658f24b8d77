"""Finds which of several thousand expressions are worth trying on a sentence: those one of whose anchors
stands in it.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

from services.theming.nlp.expressions import Expression

Payload = TypeVar("Payload")
WORD = re.compile(r"\w+")
PREFIX = 3


#: Words, and beginnings of words, one of which must be there.
Demand = tuple[frozenset[str], tuple[str, ...]]


def _demand(anchors: Iterable[str]) -> Demand:
    starred = {anchor for anchor in anchors if "*" in anchor}
    firsts = (WORD.match(anchor) for anchor in anchors if anchor not in starred)
    beginnings = tuple(sorted({anchor.partition("*")[0] for anchor in starred}))
    return frozenset(first[0] for first in firsts if first), beginnings


def _begun(words: set[str], beginnings: tuple[str, ...]) -> bool:
    return any(word.startswith(beginnings) for word in words)


class PatternIndex(Generic[Payload]):
    """Pairs of an expression and what it stands for."""

    def __init__(self, entries: Iterable[tuple[Expression, Payload]]) -> None:
        self._entries = list(entries)
        self._always: set[int] = set()
        self._exact: dict[str, list[int]] = {}
        self._starts: dict[str, list[tuple[re.Pattern[str], int]]] = {}
        self._demands: list[list[Demand]] = []
        for number, (expression, _) in enumerate(self._entries):
            self._add(number, expression)
            self._demands.append(self._demand_of(expression))
        self._numbers = lru_cache(maxsize=50_000)(self._look_up)

    def _demand_of(self, expression: Expression) -> list[Demand]:
        """What else a sentence must hold, besides the words by which the expression is found."""
        others = [words for words in expression.demands if words != expression.anchors]
        return [_demand(words) for words in others]

    def _add(self, number: int, expression: Expression) -> None:
        anchors = expression.anchors
        if not anchors or any("*" in anchor[:PREFIX] for anchor in anchors):
            self._always.add(number)
            return
        for anchor in anchors:
            first = WORD.match(anchor.replace("*", "_"))
            if "*" in anchor:
                pattern = re.compile(re.escape(anchor).replace(r"\*", r"\w*"))
                self._starts.setdefault(anchor[:PREFIX], []).append((pattern, number))
            elif first:
                self._exact.setdefault(first[0], []).append(number)

    def _look_up(self, word: str) -> tuple[int, ...]:
        starts = (
            number for pattern, number in self._starts.get(word[:PREFIX], []) if pattern.fullmatch(word)
        )
        return (*self._exact.get(word, ()), *starts)

    def candidates(self, text: str, start: int, end: int) -> list[tuple[Expression, Payload]]:
        """The entries to try on `text[start:end]`, in the order they were given."""
        numbers, words = set(self._always), set(WORD.findall(text, start, end))
        for word in words:
            numbers.update(self._numbers(word))
        return [self._entries[number] for number in sorted(numbers) if self._able(number, words)]

    def _able(self, number: int, words: set[str]) -> bool:
        for exact, beginnings in self._demands[number]:
            if exact.isdisjoint(words) and not (beginnings and _begun(words, beginnings)):
                return False
        return True

    def matches(self, text: str, start: int, end: int) -> Iterable[tuple[re.Match[str], Payload]]:
        for expression, payload in self.candidates(text, start, end):
            for match in expression.find(text, start, end):
                yield match, payload
