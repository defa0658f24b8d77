"""Finds where several thousand expressions match without trying most of them.

A sentence must hold a word of each part that an expression demands, and a match begins at a word with which
the expression can begin, followed by one that can come next. Each word's part in all of this is found once
and kept as the bits of whole numbers, one for each expression: what a sentence can match is a few sums.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from services.theming.nlp.demanded_words import rarity
from services.theming.nlp.expressions import Expression
from services.theming.nlp.own_expressions import NAMED
from services.theming.nlp.word_tables import Word, WordTable, first_words, words_of

Payload = TypeVar("Payload")
FEW = 64
MOST_WORDS = 50_000
#: Of so many parts that an expression demands, the rarest ones, a word is looked for.
PARTS = 3
#: What may stand between two words of a pattern and is a word by itself: "the mother's smoking".
BETWEEN = frozenset(["s", NAMED])
EVERYTHING = -1


class Part(NamedTuple):
    """What a word does, a bit for each expression: whose parts it is, which may begin with it whatever
    comes next, which may begin with it if the next word can come next, which may have it second.
    """

    first: int
    second: int
    third: int
    begins: int
    begins_two: int
    follows: int


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
        self._begun, self._begun_by_two, self._following = WordTable(), WordTable(), WordTable()
        #: Expressions that demand nothing more, and those that may begin anywhere.
        self._free, self._anywhere = [0] * PARTS, 0
        for number, (expression, _) in enumerate(self._entries):
            self._add(expression, number)
        self._told = Told(self._tell)
        self._compiled = Compiled(expression for expression, _ in self._entries)
        #: Many conditions are asked of the same sentence.
        self._able = lru_cache(maxsize=FEW)(self._able_anew)

    def _add(self, expression: Expression, number: int) -> None:
        parts = sorted(expression.demands, key=lambda words: (rarity(words), sorted(words)))
        for slot in range(PARTS):
            if slot >= len(parts) or not self._parts[slot].add(parts[slot], number):
                self._free[slot] |= 1 << number
        if expression.openings and all(first_words(one.firsts) for one in expression.openings):
            for opening in expression.openings:
                told = not opening.may_end and self._following.add(opening.seconds or (), number)
                (self._begun_by_two if told else self._begun).add(opening.firsts, number)
        else:
            self._anywhere |= 1 << number

    def _tell(self, word: str) -> Part:
        first, second, third = (part.bits(word) for part in self._parts)
        follows = EVERYTHING if word in BETWEEN else self._following.bits(word)
        return Part(first, second, third, self._begun.bits(word), self._begun_by_two.bits(word), follows)

    def _able_anew(self, text: str, start: int, end: int) -> int:
        """The expressions of whose every part one of the words of `text[start:end]` is one."""
        told = self._told
        first, second, third = self._free
        for _, word in words_of(text, start, end):
            part = told[word]
            first |= part[0]
            second |= part[1]
            third |= part[2]
        return first & second & third

    def _tries(self, words: Sequence[Word]) -> tuple[int, list[tuple[int, int]]]:
        """The expressions that might begin anywhere, and for each word from the last to the first those that
        may begin there: whose every part it or a later word holds.
        """
        told = self._told
        first, second, third = self._free
        after, tries = 0, []
        for place, word in reversed(words):
            one, two, three, begins, begins_two, follows = told[word]
            if one:
                first |= one
            if two:
                second |= two
            if three:
                third |= three
            begun = begins | begins_two & after if begins_two else begins
            if begun and (begun := begun & first & second & third):
                tries.append((place, begun))
            after = follows
        return first & second & third & self._anywhere, tries

    def matches(self, text: str, start: int, end: int) -> list[tuple[re.Match[str], Payload]]:
        """Every match in `text[start:end]`, by entry in the order they were given; those of one entry never
        overlap.
        """
        anywhere, tries = self._tries(words_of(text, start, end))
        compiled = self._compiled
        found: list[tuple[int, re.Match[str]]] = []
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
        wanted &= self._able(text, start, end)
        return any(self._found(number, text, start, end) for number in numbers(wanted))

    def _found(self, number: int, text: str, start: int, end: int) -> re.Match[str] | None:
        expression, bit, told = self._compiled[number], 1 << number, self._told
        if self._anywhere & bit:
            return expression.search(text, start, end)
        for place, word in words_of(text, start, end):
            part = told[word]
            if (part[3] | part[4]) & bit and (match := expression.match(text, place, end)):
                return match
        return None


def _in_order(found: tuple[int, re.Match[str]]) -> tuple[int, int]:
    return found[0], found[1].start()
