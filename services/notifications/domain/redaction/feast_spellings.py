"""The names of feasts in other spellings: Ramzaan and Ramadhan, Deewali, Chanukka. Who writes them down has
heard them, and no two writers agree: names that sound alike are the same feast.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from .reading import Words, fold
from .words import (
    FAMILY_NAMES,
    FEASTS,
    GIVEN_NAMES,
    GIVEN_NAMES_THAT_ARE_WORDS,
    NAMED_DAYS,
    is_ordinary,
)

SHORTEST = 5  # letters of a feast of which other spellings are heard
# Sounds of other languages, each with the ways English ears write it; read in this order.
_SOUNDS = tuple(
    (re.compile(written), sound)
    for written, sound in (
        (r"[^a-z]", ""),
        (r"sch|sh", "s"),
        (r"ch|kh|ck|q", "k"),
        (r"th", "t"),
        (r"dh", "d"),
        (r"bh", "b"),
        (r"gh", "g"),
        (r"ph", "f"),
        (r"w", "v"),
        (r"ee|ea|ie|ei|ai|y", "i"),
        (r"oo|ou", "u"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)h$", ""),
    )
)
_NAMES = GIVEN_NAMES | GIVEN_NAMES_THAT_ARE_WORDS | FAMILY_NAMES


def sound_of_feast(word: str) -> str:
    for written, sound in _SOUNDS:
        word = written.sub(sound, word)
    return word


def _sounds(names: Iterable[str]) -> frozenset[str]:
    """Of names that are one word and no English one."""
    words = (fold(name) for name in names if " " not in name)
    return frozenset(
        sound_of_feast(word) for word in words if len(word) >= SHORTEST and not is_ordinary(word)
    )


# As listed they are found by what stands round them.
_LISTED = frozenset(piece for name in (*FEASTS, *NAMED_DAYS) for piece in fold(name).split())
_EXPLAINED = _LISTED | _NAMES
_HEARD = _sounds((*FEASTS, *NAMED_DAYS))


def misspelt_feasts(words: Words) -> Iterator[int]:
    """Positions of the words that sound like a feast, and are no words or names themselves."""
    for text, positions in words.at.items():
        if len(text) >= SHORTEST and is_heard_as_feast(text):
            yield from positions


@lru_cache(maxsize=65_536)
def is_heard_as_feast(word: str) -> bool:
    return word not in _EXPLAINED and not is_ordinary(word) and sound_of_feast(word) in _HEARD
