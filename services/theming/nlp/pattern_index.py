"""Finds where several thousand expressions match without trying most of them.

A sentence must hold a word of each part that an expression demands, and a match begins at a word with which
the expression can begin, followed by one that can come next. Each word's part in all of this is found once
and kept as the bits of whole numbers, one for each expression: what a sentence can match is a few sums.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from services.theming.nlp.demanded_words import rarity
from services.theming.nlp.expressions import Expression
from services.theming.nlp.own_expressions import NAMED
from services.theming.nlp.word_tables import WordTable, words_of

Payload = TypeVar("Payload")
FEW = 64
MOST_WORDS = 50_000
#: Of so many parts that an expression demands, the rarest ones, a word is looked for.
PARTS = 3
#: What may stand between two words of a pattern and is a word by itself: "the mother's smoking".
BETWEEN = frozenset(["s", NAMED])
EVERYTHING = -1


class Part(NamedTuple):
    """What a word does, a bit for each expression: whose parts it is, which may begin with it, which may
    have it second.
    """

    first: int
    second: int
    third: int
    begins: int
    follows: int


Stretch = tuple[int, list[tuple[int, int]]]


class Told(dict[str, Part]):
    """What each word does, found once; forgotten when too many different words have been seen."""

    def __init__(self, tell: Callable[[str], Part]) -> None:
        super().__init__()
        self._tell = tell

    def __missing__(self, word: str) -> Part:
        if len(self) >= MOST_WORDS:
            self.clear()
        self[word] = found = self._tell(word)
        return found


class Compiled(dict[int, re.Pattern[str]]):
    """The regular expressions by number, each compiled when it is first needed."""

    def __init__(self, expressions: Iterable[Expression]) -> None:
        super().__init__()
        self._expressions = list(expressions)

    def __missing__(self, number: int) -> re.Pattern[str]:
        self[number] = compiled = self._expressions[number].compiled
        return compiled


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, the highest first."""
    while bits:
        number = bits.bit_length() - 1
        yield number
        bits ^= 1 << number


class PatternIndex(Generic[Payload]):
    """Pairs of an expression and what it stands for."""

    def __init__(self, entries: Iterable[tuple[Expression, Payload]]) -> None:
        self._entries = list(entries)
        self._parts = [WordTable() for _ in range(PARTS)]
        self._begun, self._following = WordTable(), WordTable()
        #: Expressions that demand nothing more, that may begin anywhere, whose second word cannot be told.
        self._free, self._anywhere, self._any_second = [0] * PARTS, 0, 0
        for number, (expression, _) in enumerate(self._entries):
            self._add(expression, number)
        self._told = Told(self._tell)
        self._compiled = Compiled(expression for expression, _ in self._entries)
        #: Many conditions are asked of the same sentence.
        self._read = lru_cache(maxsize=FEW)(self._read_anew)

    def _add(self, expression: Expression, number: int) -> None:
        parts = sorted(expression.demands, key=lambda words: (rarity(words), sorted(words)))
        for slot in range(PARTS):
            if slot >= len(parts) or not self._parts[slot].add(parts[slot], number):
                self._free[slot] |= 1 << number
        if not self._begun.add(expression.beginnings, number):
            self._anywhere |= 1 << number
        if not self._following.add(expression.seconds, number):
            self._any_second |= 1 << number

    def _tell(self, word: str) -> Part:
        first, second, third = (part.bits(word) for part in self._parts)
        follows = self._following.bits(word)
        after = EVERYTHING if word in BETWEEN else follows | self._any_second if follows else self._any_second
        return Part(first, second, third, self._begun.bits(word), after)

    def _read_anew(self, text: str, start: int, end: int) -> Stretch:
        """The expressions that may match but might begin anywhere, and for each word from the last to the
        first those that may begin there: whose every part it or a later word holds.
        """
        words, told = words_of(text, start, end), self._told
        first, second, third = self._free
        follows, tries = self._any_second, []
        for place, word in reversed(words):
            one, two, three, begins, after = told[word]
            first |= one
            second |= two
            third |= three
            if begins and (begun := begins & first) and (begun := begun & follows & second & third):
                tries.append((place, begun))
            follows = after
        return first & second & third & self._anywhere, tries

    def matches(self, text: str, start: int, end: int) -> list[tuple[re.Match[str], Payload]]:
        """Every match in `text[start:end]`, by entry in the order they were given; those of one entry never
        overlap.
        """
        anywhere, tries = self._read(text, start, end)
        compiled, found = self._compiled, []
        for number in numbers(anywhere):
            found += ((number, match) for match in compiled[number].finditer(text, start, end))
        done: dict[int, int] = {}
        for place, begun in reversed(tries):
            for number in numbers(begun):
                if done.get(number, start) <= place:
                    match = compiled[number].match(text, place, end)
                    if match:
                        found.append((number, match))
                        done[number] = match.end()
        found.sort(key=_in_order)
        return [(match, self._entries[number][1]) for number, match in found]

    def any_of(self, wanted: int, text: str, start: int, end: int) -> bool:
        """Whether one of the expressions matches in `text[start:end]`; `wanted` has a bit for each."""
        anywhere, tries = self._read(text, start, end)
        compiled = self._compiled
        return any(compiled[number].search(text, start, end) for number in numbers(wanted & anywhere)) or any(
            compiled[number].match(text, place, end)
            for place, begun in tries
            for number in numbers(wanted & begun)
        )


def _in_order(found: tuple[int, re.Match[str]]) -> tuple[int, int]:
    return found[0], found[1].start()
