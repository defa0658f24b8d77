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


class PatternIndex(Generic[Payload]):
    """Pairs of an expression and what it stands for."""

    def __init__(self, entries: Iterable[tuple[Expression, Payload]]) -> None:
        self._entries = list(entries)
        self._always: set[int] = set()
        self._exact: dict[str, list[int]] = {}
        self._starts: dict[str, list[tuple[re.Pattern[str], int]]] = {}
        for number, (expression, _) in enumerate(self._entries):
            self._add(number, expression)
        self._numbers = lru_cache(maxsize=50_000)(self._look_up)

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
        numbers = set(self._always)
        for word in set(WORD.findall(text, start, end)):
            numbers.update(self._numbers(word))
        return [self._entries[number] for number in sorted(numbers)]

    def matches(self, text: str, start: int, end: int) -> Iterable[tuple[re.Match[str], Payload]]:
        for expression, payload in self.candidates(text, start, end):
            for match in expression.find(text, start, end):
                yield match, payload
