"""Which words of a text may begin or end something to remove: found in one pass, finders look only there."""

import re
from collections import defaultdict
from collections.abc import Iterable

from .months import MONTHS, WEEKDAY_WORDS
from .ordinals import ORDINALS
from .patterns import PATTERNS
from .reading import Words, fold
from .spoken import FIGURE_WORDS
from .words import (
    CAPITALISED_TOWNS,
    CUE_WORDS,
    FEASTS,
    GIVEN_NAMES,
    GIVEN_NAMES_THAT_ARE_WORDS,
    NAMED_DAYS,
    ORGANISATION_PHRASES,
    PLACE_HEADS,
    TITLE_OPENINGS,
    TOWNS,
    WORDS_OF_PLACE,
)


def _first(phrase: str) -> str:
    return re.findall(r"[^\W\d_]+", fold(phrase))[0]


def _signs() -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = defaultdict(set)
    kinds: dict[str, Iterable[str]] = {
        "title": TITLE_OPENINGS,
        "cue": CUE_WORDS,
        "given": GIVEN_NAMES | GIVEN_NAMES_THAT_ARE_WORDS,
        "town": map(_first, (*TOWNS, *CAPITALISED_TOWNS)),
        "organisation": map(_first, ORGANISATION_PHRASES),
        "head": PLACE_HEADS,
        "month": MONTHS,
        "weekday": WEEKDAY_WORDS,
        "feast": {_first(name) for name in (*FEASTS, *NAMED_DAYS)},
        "ordinal": [word.split("-")[0] for word in ORDINALS],
        "season": ("spring", "summer", "autumn", "winter", "easter", "christmas", "whitsun"),
        "week": ("w", "wk", "week"),
        "quarter": ("q", "quarter", "half"),
        "birthday": ("birthday",),
        "term": ("term",),
        "to_place": WORDS_OF_PLACE,
        "figure": FIGURE_WORDS,
        "label": [word for pattern in PATTERNS for word in pattern.opens.split()],
    }
    for kind, words in kinds.items():
        for word in words:
            found[word].add(kind)
    return {word: tuple(sorted(of)) for word, of in found.items()}


SIGNS = _signs()


def signs_in(words: Words) -> dict[str, list[int]]:
    """Positions in `words` by kind of sign, in order."""
    found: dict[str, list[int]] = defaultdict(list)
    for text, positions in words.at.items():
        for kind in SIGNS.get(text, ()):
            found[kind] += positions
    for positions in found.values():
        positions.sort()
    return found
