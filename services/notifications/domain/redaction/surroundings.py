"""A word of the text and what stands around it."""

import re
from functools import lru_cache
from typing import NamedTuple

from .reading import Word
from .words import NAME_SENSE_AFTER, VERBS

_SPACE = re.compile(r"\s{1,2}|\n\s?")


class Surroundings(NamedTuple):
    """The words `first` to `last` (exclusive) of the text, and what stands around them."""

    source: str
    folded: str
    words: list[Word]
    first: int
    last: int

    @property
    def word(self) -> Word:
        return self.words[self.first]

    def before(self) -> str:
        return self.words[self.first - 1].text if self.first and self._touch(self.first - 1) else ""

    def after(self, further: int = 0) -> str:
        """The word that follows with nothing but a space between; "" if none does."""
        at = self.last + further
        return self.words[at].text if at < len(self.words) and self._touch(at - 1) else ""

    def next_is_capital(self) -> bool:
        return bool(self.after()) and self.words[self.last].shape == "capital"

    def follows(self) -> str:
        """The first characters after the word, spaces left off."""
        return self.folded[self.words[self.last - 1].end : self.words[self.last - 1].end + 3].strip(" ")

    def previous_character(self) -> str:
        return self.folded[max(0, self.word.start - 4) : self.word.start].rstrip()[-1:]

    def all_capitals_line(self) -> bool:
        line = self._line()
        return line.isupper() and len(line.split()) > 2

    def heading(self) -> bool:
        """A line of words that all begin with a capital letter."""
        words = re.findall(r"[^\W\d_]{4,}", self._line())
        return len(words) > 2 and all(word[0].isupper() for word in words)

    def _line(self) -> str:
        start = self.source.rfind("\n", 0, self.word.start) + 1
        end = self.source.find("\n", self.word.end)
        return self.source[
            max(start, self.word.start - 300) : min(end, self.word.end + 300)
            if end >= 0
            else self.word.end + 300
        ]

    def _touch(self, one: int) -> bool:
        return _SPACE.fullmatch(self.folded, self.words[one].end, self.words[one + 1].start) is not None


@lru_cache(maxsize=8)
def no_capitals(source: str) -> bool:
    """A writer who uses no capital letters: they prove nothing by being absent."""
    start = source[:4000]
    return sum(map(str.isupper, start)) * 50 < sum(map(str.islower, start))


def is_verb(word: str) -> bool:
    """Whether a word says what somebody did: in the list, or a regular past."""
    return word in VERBS or word in NAME_SENSE_AFTER or is_past(word)


def is_past(word: str) -> bool:
    return len(word) > 4 and word.endswith("ed") and not word.endswith("eed")
