"""How often accounts of children's deaths have a word, of whatever they tell and where a known theme is told.

`ordinary_accounts.json` is counted from invented narratives, labelled by hand with the codebook's themes: in
how many of them each stem and pair of stems stands, and in how many that tell a theme. No narrative is kept.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy

from services.theming.discovery.known_words import is_word_of
from services.theming.discovery.words import KIND, kinds

FILE = Path(__file__).parent / "ordinary_accounts.json"
#: A theme told in few narratives is taken to be like all of them, as if so many more had been read.
TAKEN_AS_ALL = 3.0
#: A word so many times as frequent where a theme is told is the theme's own.
OWN = 3.0
#: A word of the rules of a theme is its own too, where at most this share of the narratives has it: many that
#: have it say that the theme is not there.
RARE = 0.08


@dataclass(frozen=True)
class Accounts:
    """`words` has for each stem or pair how many of `texts` have it, and how many that tell a theme."""

    texts: int
    themes: dict[str, int]
    words: dict[str, tuple[int, dict[str, int]]]


@cache
def accounts() -> Accounts:
    data = json.loads(FILE.read_text(encoding="utf-8"))
    words = {word: (count, themes) for word, (count, themes) in data["words"].items()}
    return Accounts(data["texts"], data["themes"], words)


def counted(terms: Sequence[str], without: Collection[str] = ()) -> tuple[Any, int]:
    """In how many narratives each term stands, and how many there are, leaving out those of some themes."""
    held = accounts()
    left = max(1, held.texts - sum(held.themes.get(theme, 0) for theme in without))
    return numpy.array([_count(term, without) for term in terms]), left


def rates_with(theme: str, terms: Sequence[str], usual: Any, without: Collection[str] = ()) -> Any:
    """The share of narratives of the theme that have each term, drawn towards the `usual` share; of what is
    the own of themes left out, none has it.
    """
    told = accounts().themes.get(theme, 0)
    having = numpy.array([_count_with(theme, term, told, without) for term in terms])
    return (having + TAKEN_AS_ALL * usual) / (told + TAKEN_AS_ALL)


def _count(term: str, without: Collection[str]) -> float:
    """Of a kind, as many as have any of its words if these stand in narratives by chance."""
    held = accounts()
    return _united([_besides(word, without) for word in _words_of(term) if word in held.words], held.texts)


def _besides(word: str, without: Collection[str]) -> int:
    """In how many narratives it stands besides those of some themes; none if it is such a theme's own."""
    count, themes = accounts().words[word]
    return 0 if _owned(word, without) else max(0, count - sum(themes.get(theme, 0) for theme in without))


def _owned(word: str, themes: Collection[str]) -> bool:
    """Whether it is the own of one of the themes: of its rules, or much more frequent where it is told."""
    held = accounts()
    count, told = held.words[word]
    return any(
        (count <= RARE * held.texts and all(is_word_of(theme, part) for part in word.split()))
        or told.get(theme, 0) * held.texts >= OWN * count * held.themes[theme]
        for theme in themes
    )


def _count_with(theme: str, term: str, told: int, without: Collection[str]) -> float:
    words = accounts().words
    named = [word for word in _words_of(term) if word in words and not _owned(word, without)]
    having = [words[word][1].get(theme, 0) for word in named]
    return _united(having, told) if told else 0.0


def _united(having: Iterable[int], texts: int) -> float:
    none = 1.0
    for count in having:
        none *= 1 - min(1.0, count / texts)
    return texts * (1 - none)


@cache
def _words_of(term: str) -> tuple[str, ...]:
    """The stems and pairs that name a kind or a family of kinds; of a word the word."""
    if not term.startswith(KIND):
        return (term,)
    return tuple(sorted(word for word, named in _named().items() if term in named))


@cache
def _named() -> dict[str, frozenset[str]]:
    """The kinds and families of each word of the narratives."""
    found = {word: kinds().above(word) | kinds().of_word(word) for word in accounts().words}
    return {
        word: frozenset(above | {family for each in above for family in kinds().families.get(each, ())})
        for word, above in found.items()
    }
