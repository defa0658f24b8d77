"""Where a pattern is worth trying: near figures, near a sign, or near one of its words. Found from the words
of the text, so that no pattern reads the whole of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .address_patterns import ALL_STREETS, SAID_STREETS, SHORT_STREETS, STREET, WELSH_STREETS
from .patterns import PATTERNS
from .reading import Words
from .stretches import zones

_DIGIT = re.compile("[0-9]")
# Characters before and behind a number, or a sign, that its patterns need.
_NUMBER = 12
_SIGNS = {"at": ("@", 130), "degree": ("°", 40), "slash": ("///", 60)}


@dataclass(frozen=True, slots=True)
class Mark:
    """Words near which a pattern is tried, as many characters `before` and `after` them; only where `shows`
    fits at the word, in the text as written or folded.
    """

    words: frozenset[str]
    before: int
    after: int
    shows: re.Pattern[str] = re.compile("")
    folded: bool = False


_CAPITAL = re.compile("[A-Z]")
_MARKS = {
    "dot": Mark(
        frozenset({"com", "co", "org", "net", "uk", "example", "info", "io", "app"}),
        130,
        130,
        re.compile(r"(?<=\.)"),
    ),
    "street": Mark(frozenset(STREET.split("|")), 90, 90, _CAPITAL),
    "short street": Mark(frozenset(SHORT_STREETS.lower().split("|")), 120, 12, _CAPITAL),
    "any street": Mark(frozenset(ALL_STREETS.split("|")), 110, 12),
    "said street": Mark(frozenset(SAID_STREETS.split("|")), 110, 12),
    "welsh street": Mark(frozenset(WELSH_STREETS.split("|")), 20, 80),
    "numbered": Mark(
        frozenset({"no", "number", "nr"}), 110, 20, re.compile(r"(?:no\.?|number|nr\.?)\s?\d"), folded=True
    ),
    "grid": Mark(frozenset("hvabm"), 50, 90, re.compile(r"[hvabm]\d"), folded=True),
    "said dot": Mark(frozenset({"dot"}), 40, 60),
    "the": Mark(frozenset({"the"}), 12, 80, re.compile(r"(?<=[\dA-Za-z]\s)The|(?<=\s\s)The")),
}


_COUNTED = frozenset(pattern.near for pattern in PATTERNS if pattern.least)


def _not_counted(start: int, end: int) -> int:
    return 0


class Nearness:
    """The stretches of one text for each kind of nearness, each with its number of figures where some
    pattern needs to know it.
    """

    def __init__(self, source: str, read: str, words: Words) -> None:
        self._source, self._read, self._words = source, read, words
        self._found: dict[str, list[tuple[int, int, int]]] = {}

    def __getitem__(self, near: str) -> list[tuple[int, int, int]]:
        if near not in self._found:
            figures = self._figures if near in _COUNTED else _not_counted
            self._found[near] = [(*stretch, figures(*stretch)) for stretch in self._stretches(near)]
        return self._found[near]

    def _figures(self, start: int, end: int) -> int:
        return len(_DIGIT.findall(self._read, start, end))

    def _stretches(self, near: str) -> Iterator[tuple[int, int]]:
        if near == "number":
            return zones(self._words.numbers, self._read, _NUMBER, _NUMBER)
        if near == "letter":
            return zones(touching(self._source, self._words), self._read, _NUMBER, _NUMBER)
        if near in _SIGNS:
            sign, width = _SIGNS[near]
            return zones(_places_of(sign, self._read), self._read, width, width)
        mark = _MARKS[near]
        return zones(self._places(mark), self._read, mark.before, mark.after)

    def _places(self, mark: Mark) -> Iterator[tuple[int, int]]:
        text = self._read if mark.folded else self._source
        for at in self._words.where(mark.words):
            word = self._words[at]
            if mark.shows.match(text, word.start):
                yield word.start, word.end


def touching(source: str, words: Words) -> Iterator[tuple[int, int]]:
    """Numbers that touch a letter: "LE3", "4th"."""
    last = len(source)
    for start, end in words.numbers:
        if (start and source[start].isdecimal()) or (end < last and source[end - 1].isdecimal()):
            yield start, end


def _places_of(sign: str, text: str) -> Iterator[tuple[int, int]]:
    at = text.find(sign)
    while at >= 0:
        yield at, at + len(sign)
        at = text.find(sign, at + len(sign))
