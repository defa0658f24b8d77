"""Where a known place begins and ends that is shortened or told more of: "Arch Benson", "CAMHS North"."""

import re
from functools import lru_cache

from .names import KnownPlace
from .reading import fold
from .shapes import shape_of_letters
from .words import KIND_WORDS, ORGANISATION_HEADS, WRITTEN_WITH_CAPITALS

_NUMBER_BEFORE = re.compile(r"(?<![\w.:/])(?:(?:house|flat|no\.?|number)\s?)?\d{1,4}\s?[a-z]?,?\s$")
_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W_][\w'\u2019]*)(\.?[ -])$")
_WORD_AFTER = re.compile(r"(?:['\u2019]s?)?[ -]([^\W_][\w'\u2019]*)(?![^\W_])")
_DIRECTIONS = frozenset({"north", "south", "east", "west", "central"})
SHORTEST_BEGINNING = 2  # letters of a word of the place that stand for it


def with_neighbours(source: str, folded: str, start: int, end: int, place: KnownPlace) -> tuple[int, int]:
    """The stretch with the house number before it and the shortened words of the place beside it."""
    words = _words(place.name)
    begins = _with_number(folded, start) if place.kind == "[address]" else start
    for _ in range(3):
        before = _WORD_BEFORE.search(source, max(0, begins - 30), begins)
        if before is None or not _is_of(before.group(1), words):
            break
        begins = before.start(1)
    for _ in range(3):
        after = _WORD_AFTER.match(source, end)
        if after is None or not (_is_of(after.group(1), words) or _is_kind(after.group(1))):
            break
        end = after.end(1)
    return begins, end


@lru_cache(maxsize=4096)
def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", fold(name))


def _with_number(folded: str, start: int) -> int:
    """Where "House 2 Hope Street" begins."""
    found = _NUMBER_BEFORE.search(folded, max(0, start - 18), start)
    return found.start() if found else start


def _is_of(written: str, words: list[str]) -> bool:
    """Whether a word with a capital is one of the place's, or the beginning of one, or one read wrongly."""
    if not (written[0].isupper() or written[0].isdigit()):
        return False
    word = fold(written)
    return any(
        (
            len(word) >= SHORTEST_BEGINNING
            and name.startswith(word)
            and len(name) > len(word)
            and len(name) > 4
        )
        or (len(name) > 3 and shape_of_letters(word.split("'")[0]) == shape_of_letters(name))
        for name in words
    )


def _is_kind(written: str) -> bool:
    word = fold(written)
    if not written[0].isupper():
        return False
    return word in _DIRECTIONS or (
        (word in ORGANISATION_HEADS or word in KIND_WORDS) and word not in WRITTEN_WITH_CAPITALS
    )
