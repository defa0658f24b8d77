"""Finds where several thousand expressions match without trying most of them: a sentence must hold a word of
each part that an expression demands, and a match begins at a word with which the expression can begin.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from services.theming.nlp.expressions import Expression
from services.theming.nlp.word_tables import Word, WordTable, words_of

Payload = TypeVar("Payload")
MOST_WORDS = 50_000


class Told(dict[str, tuple[int, set[int], set[int]]]):
    """What each word does, found once; forgotten when too many different words have been seen."""

    def __init__(self, tell: Callable[[str], tuple[int, set[int], set[int]]]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, word: str) -> tuple[int, set[int], set[int]]:
        if len(self) >= MOST_WORDS:
            self.clear()
        self[word] = found = self._tell(word)
        return found


class PatternIndex(Generic[Payload]):
    """Pairs of an expression and what it stands for."""

    def __init__(self, entries: Iterable[tuple[Expression, Payload]]) -> None:
        self._entries = list(entries)
        self._anchored, self._begun, self._demanded = WordTable(), WordTable(), WordTable()
        self._demands: dict[frozenset[str], int] = {}
        self._needs: list[int] = []
        self._always: set[int] = set()
        self._anywhere: set[int] = set()
        for number, (expression, _) in enumerate(self._entries):
            self._needs.append(sum({self._bit(words) for words in expression.demands}))
            if not self._anchored.add(expression.anchors, number):
                self._always.add(number)
            if not self._begun.add(expression.beginnings, number):
                self._anywhere.add(number)
        self._told = Told(self._tell)

    def _bit(self, words: frozenset[str]) -> int:
        """The bit of a part of which the sentence must hold a word; 0 for a part that cannot be told."""
        if words not in self._demands:
            bit = 1 << len(self._demands)
            self._demands[words] = bit if self._demanded.add(words, len(self._demands)) else 0
        return self._demands[words]

    def _tell(self, word: str) -> tuple[int, set[int], set[int]]:
        """What a word does: the demands it meets, as bits, the entries to try where it stands, and those
        that can begin with it.
        """
        met = sum(1 << number for number in self._demanded.numbers(word))
        return met, self._anchored.numbers(word), self._begun.numbers(word)

    def _able(self, words: Iterable[Word]) -> set[int]:
        """The entries of whose every part the words hold one."""
        met, numbers = 0, set(self._always)
        for _, word in words:
            meets, anchored, _ = self._told[word]
            if meets:
                met |= meets
                numbers |= anchored
        missing, needs = ~met, self._needs
        return {number for number in numbers if not needs[number] & missing}

    def matches(self, text: str, start: int, end: int) -> Iterator[tuple[re.Match[str], Payload]]:
        """Every match in `text[start:end]`, by entry in the order they were given; those of one entry never
        overlap.
        """
        words = words_of(text, start, end)
        able = self._able(words)
        found: list[tuple[int, re.Match[str]]] = []
        if not able:
            return
        for number in able & self._anywhere:
            found += (
                (number, match) for match in self._entries[number][0].compiled.finditer(text, start, end)
            )
        done: dict[int, int] = {}
        for place, word in words:
            for number in able & self._told[word][2]:
                if done.get(number, start) <= place:
                    match = self._entries[number][0].compiled.match(text, place, end)
                    if match:
                        found.append((number, match))
                        done[number] = match.end()
        found.sort(key=lambda one: (one[0], one[1].start()))
        for number, match in found:
            yield match, self._entries[number][1]
