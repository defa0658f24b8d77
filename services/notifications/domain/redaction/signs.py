"""Which words of a text may begin or end something to remove: found in one pass, finders look only there."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

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


def zones(places: Iterable[tuple[int, int]], text: str, before: int, after: int) -> Iterator[tuple[int, int]]:
    """Stretches of `text` round the places (in order), widened to whole words; those that meet become one."""
    begun = ended = -1
    for start, end in places:
        if ended >= start - before and ended >= 0:
            ended = max(ended, end + after)
            continue
        if ended >= 0:
            yield _whole_words(text, begun, ended)
        begun, ended = max(0, start - before), end + after
    if ended >= 0:
        yield _whole_words(text, begun, ended)


_WIDEST_WORD = 80


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    least, most = max(0, start - _WIDEST_WORD), min(len(text), end + _WIDEST_WORD)
    while start > least and not text[start - 1].isspace():
        start -= 1
    while end < most and not text[end].isspace():
        end += 1
    return start, min(end, len(text))
