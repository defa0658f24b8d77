"""Spellings: known variants by table, long field words by edit distance."""

import tomllib
from functools import lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

FILE = Path(__file__).parent / "spelling.toml"
SHORTEST = 7
TWO_SLIPS_FROM = 11


class Spelling:
    """Call it with a lower-case word. Short words and words of the protected list are never changed."""

    def __init__(self) -> None:
        with FILE.open("rb") as file:
            data = tomllib.load(file)
        self._variants: dict[str, str] = data["variants"]
        self._words: list[str] = data["long_words"]["words"]
        self._known = set(self._words) | set(data["long_words"]["never_changed"])
        self._cached = lru_cache(maxsize=50_000)(self._look_up)

    def __call__(self, word: str) -> str:
        return self._cached(word)

    def _look_up(self, word: str) -> str:
        if word in self._variants:
            return self._variants[word]
        if len(word) < SHORTEST or word in self._known or "'" in word:
            return word
        allowed = 2 if len(word) >= TWO_SLIPS_FROM else 1
        near = [right for right in self._words if right[0] == word[0] and not _inflected(word, right)]
        best = process.extractOne(word, near, scorer=DamerauLevenshtein.distance, score_cutoff=allowed)
        return best[0] if best else word


def _inflected(word: str, right: str) -> bool:
    """A plural or a verb form is not a misspelling."""
    return word.startswith(right) or right.startswith(word)
