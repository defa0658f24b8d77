"""How often accounts of children's deaths have a word, of whatever they tell and where a known theme is told.

`ordinary_accounts.json` is counted from invented narratives, labelled with the codebook's themes: in
how many of them each stem, pair of stems, kind and family of kinds stands, and in how many that tell a theme
(`count_accounts.py`). No narrative is kept. When `kinds/` changes, it is to be counted again.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy

from services.theming.discovery.known_words import is_word_of

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
    """`words` has for each stem, pair, kind or family how many of `texts` have it, and how many of these tell
    a theme.
    """

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
    having = numpy.array([_count_with(theme, term, without) for term in terms])
    return (having + TAKEN_AS_ALL * usual) / (told + TAKEN_AS_ALL)


def _count(term: str, without: Collection[str]) -> int:
    """In how many narratives it stands besides those of some themes; none if it is such a theme's own."""
    if term not in accounts().words or _owned(term, without):
        return 0
    count, themes = accounts().words[term]
    return max(0, count - sum(themes.get(theme, 0) for theme in without))


def _owned(term: str, themes: Collection[str]) -> bool:
    """Whether it is the own of one of the themes: of its rules, or much more frequent where it is told."""
    held = accounts()
    count, told = held.words[term]
    return any(
        (count <= RARE * held.texts and all(is_word_of(theme, part) for part in term.split()))
        or told.get(theme, 0) * held.texts >= OWN * count * held.themes[theme]
        for theme in themes
    )


def _count_with(theme: str, term: str, without: Collection[str]) -> int:
    known = accounts().words.get(term)
    return known[1].get(theme, 0) if known and not _owned(term, without) else 0
