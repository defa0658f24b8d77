"""What a model sees of a text: its words and pairs of words, in small letters."""

import re
from itertools import pairwise

_WORD = re.compile(r"[^\W\d_]{2,}")


def words_of(text: str) -> list[str]:
    """Each word and each two that follow each other, as often as they stand there."""
    words = _WORD.findall(text.casefold())
    return words + [f"{first} {second}" for first, second in pairwise(words)]
