"""Names of people nobody listed, with a letter read as a figure: "L1ndqvist", "0sian", "Nei1"."""

import re
from collections.abc import Iterator

from .nearness import touching
from .reading import Words, fold
from .replacing import Span
from .words import FAMILY_NAMES, GIVEN_NAMES, KIND_WORDS, NAMES_THAT_ARE_WORDS, is_ordinary

# One figure within a word that begins as a name does, or in place of its capital letter.
_READ_WRONGLY = re.compile(r"(?<![\w.-])(?:[A-Z][a-z\u2019']*[015][a-z]*|[015][a-z]+)(?![\w\u2019'-]|\.\d)")
_LETTERS = tuple(str.maketrans("015", letters) for letters in ("ols", "ois"))
_NAMES = GIVEN_NAMES | FAMILY_NAMES | NAMES_THAT_ARE_WORDS
SHORTEST = 3  # letters; shorter ones are codes
SHORTEST_UNLISTED = 6  # of a name that no list has


def misread_strangers(source: str, words: Words) -> Iterator[Span]:
    """Spans of such words that are a name once the figure is a letter again; other words stay."""
    for start, end in touching(source, words):
        first = max(0, start - 20)
        for found in _READ_WRONGLY.finditer(source, first, end + 20):
            if found.end() > start and _is_name(found.group()):
                yield Span(*found.span(), "person", "[name]")


def _is_name(written: str) -> bool:
    if len(written) < SHORTEST or (written[-1] in "015" and not written[:-1].islower() and len(written) < 5):
        return False
    read = {fold(written).translate(letters) for letters in _LETTERS}
    if any(is_ordinary(word) or word in KIND_WORDS for word in read):
        return False
    return not read.isdisjoint(_NAMES) or len(written) >= SHORTEST_UNLISTED
