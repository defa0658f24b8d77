"""Known names whose letters were read wrongly from paper: "Mihae1a", "DENlSA", "H0pe", "Arnara"."""

import re
from collections.abc import Iterator

from .known_edges import before_initials, before_particle
from .name_parts import NameIndex
from .nearness import touching
from .reading import Words
from .replacing import Span
from .roles import phrase_for
from .shapes import shape_of_letters
from .stretches import zones

# A word with a figure for a letter, or with a small "l" among capitals.
_MIXED = re.compile(
    r"(?<![^\W_])(?:[^\W\d_]+[013568|][^\W_]*|[013568|]+[^\W\d_][^\W_]*|[A-Z]*[A-Z]l[A-Zl]*|l[A-Z]{2,})(?![^\W_])"
)
SHORTEST = 3  # letters
LETTERS_BESIDE = 4  # two figures together, which show that a word is a number
_LETTERS_FOR_FIGURES = str.maketrans("015", "ois")
_FIGURES_ALONE = re.compile(r"\d{2}")


def misread_names(source: str, folded: str, words: Words, index: NameIndex) -> Iterator[Span]:
    """Spans of known names among words that hold a figure or a misplaced letter."""
    for found in _mixed(source, words):
        word = folded[found.start() : found.end()]
        if len(word) < SHORTEST or (
            _FIGURES_ALONE.search(word) and sum(map(str.isalpha, word)) < LETTERS_BESIDE
        ):
            continue
        if parts := index.misread(shape_of_letters(word)):
            people = {part.person for part in parts}
            start = before_initials(source, _begins(folded, found.start()), people)
            yield phrase_for(source, folded, start, found.end(), people, {part.kind for part in parts}, "")


def _mixed(source: str, words: Words) -> Iterator[re.Match[str]]:
    """Such words: where a figure touches a letter, and where an "l" is the first or second letter."""
    if "|" in source:
        yield from _MIXED.finditer(source)
        return
    with_l = words.where({text for text in words.at if "l" in text[:2]})
    capital = [words[at] for at in with_l if not source[words[at].start : words[at].end].islower()]
    glued = [words[first] for positions in words.runs.values() for first in positions]
    places = [*touching(source, words), *((word.start, word.end) for word in (*capital, *glued))]
    for start, end in zones(sorted(places), source, 0, 0):
        yield from _MIXED.finditer(source, start, end)


def _begins(folded: str, start: int) -> int:
    """Where "0'Dowd" begins."""
    first = max(0, start - 8)
    before = folded[first:start].translate(_LETTERS_FOR_FIGURES)
    return first + before_particle(before, len(before))


def _is_number(word: str) -> bool:
    return _FIGURES_ALONE.search(word) is not None and sum(map(str.isalpha, word)) < LETTERS_BESIDE
