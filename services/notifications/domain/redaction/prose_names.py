"""Names inside a free-text answer, such as the list of other children in the household."""

import re
from collections.abc import Iterable

from .reading import words_of
from .words import ABBREVIATIONS, GIVEN_NAMES_THAT_ARE_WORDS, KNOWN_CAPITALS, NOT_NAMES, ORDINARY_WORDS


def names_in_prose(text: str) -> Iterable[str]:
    """Capitalised words that are no ordinary words, each once: "Zara (twin) and Kofi aged 4" gives both."""
    words = words_of(text)
    found = (
        text[word.start : word.end] for word in words if word.shape != "lower" and _may_be_name(word.text)
    )
    return list(dict.fromkeys(name for name in found if not re.fullmatch(r"[A-Z]", name)))


def _may_be_name(word: str) -> bool:
    if word in GIVEN_NAMES_THAT_ARE_WORDS and word not in {"may", "will", "april", "june"}:
        return True
    return word not in ORDINARY_WORDS | KNOWN_CAPITALS | NOT_NAMES | ABBREVIATIONS
