"""Phrases in quotation marks: what is asked for word for word, and where it stands."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

_PHRASE = re.compile(r'(?<![\w"])(-?)"([^"]*)"')
_EITHER = re.compile(r"\bor\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_CURLY = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"'})
#: What may stand between two words that are side by side: a space, a hyphen, an apostrophe, a line's end.
_BETWEEN = r"\W{1,5}"


@dataclass(frozen=True)
class Phrase:
    """At least one word, each as it stands in the text, small or capital letters alike."""

    words: tuple[str, ...]

    @cached_property
    def pattern(self) -> "re.Pattern[str]":
        return re.compile(rf"(?<!\w){_BETWEEN.join(self.words)}(?!\w)", re.IGNORECASE)

    @property
    def for_database(self) -> str:
        """The same as PostgreSQL writes it. It finds no less, whichever letters its locale knows."""
        return f"(?<![[:alnum:]_]){_BETWEEN.join(self.words)}(?![[:alnum:]_])"

    def spans(self, text: str) -> list[tuple[int, int]]:
        return [found.span() for found in self.pattern.finditer(text)]


@dataclass(frozen=True)
class Asked:
    """Words as typed, taken apart. `for_index`: what the full-text index is asked for. `loose`: the words
    outside phrases. `either`: one of all is enough. `absent`: phrases that no text found may hold.
    """

    for_index: str
    phrases: tuple[Phrase, ...]
    absent: tuple[Phrase, ...]
    loose: tuple[str, ...]
    either: bool

    @property
    def demanded(self) -> Sequence[Phrase]:
        """The phrases that every text found has to hold."""
        return () if self.either else self.phrases


def asked_of(typed: str) -> Asked:
    """What was typed. Words that are to be absent (-word) the index leaves out; of a phrase that is to be
    absent it would leave out every text that has the one word of it which it knows.
    """
    words = typed.translate(_CURLY)
    outside = _PHRASE.sub(" ", words)
    either = bool(_EITHER.search(outside))
    found = [(sign, tuple(_WORD.findall(inner))) for sign, inner in _PHRASE.findall(words)]
    asked = dict.fromkeys(Phrase(each) for sign, each in found if each and not sign)
    absent = () if either else dict.fromkeys(Phrase(each) for sign, each in found if each and sign)
    kept = (each for each in outside.split() if not each.startswith("-"))
    loose = tuple(word.lower() for each in kept for word in _WORD.findall(each) if word.lower() != "or")
    index = words if either else _PHRASE.sub(lambda one: " " if one[1] else one[0], words)
    return Asked(index, tuple(asked), tuple(absent), loose, either)
