"""The words that the rules of a theme are written with."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from services.theming.discovery.words import EMPTY, KIND, kinds, stem
from services.theming.nlp.rules import CODEBOOK, lexicons, read_theme

_EXPRESSION = re.compile(r"/(?=\S)(?:[^/\\]|\\.)+?(?<=\S)/\??(?=[\s|)]|$)")
_LEXICON = re.compile(r"\{(\w+)\}")
_WORD = re.compile(r"[a-z][a-z']+[*]?")
#: What of a theme's file says what the theme is, and not what it is not.
_TELLING = ("patterns", "needs")


@lru_cache(maxsize=200)
def vocabulary_of(theme: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Stems, and beginnings that stand for any ending, of a shipped theme's rules; of another theme none."""
    if not (CODEBOOK / f"{theme}.toml").exists():
        return frozenset(), ("\0",)
    words = {word for text in _patterns(read_theme(theme)) for word in _WORD.findall(text.lower())}
    stems = frozenset(stem(word) for word in words if not word.endswith("*")) - EMPTY
    return stems, tuple(sorted(word[:-1] for word in words if word.endswith("*") and len(word) > 3)) or (
        "\0",
    )


def _patterns(data: dict[str, Any]) -> Iterator[str]:
    for rule in data["rules"]:
        for key in _TELLING:
            for pattern in rule.get(key, ()):
                names = _LEXICON.findall(pattern)
                yield " ".join(
                    [_EXPRESSION.sub(" ", pattern), *(w for n in names for w in lexicons().get(n, ()))]
                )


def is_word_of(theme: str, word: str) -> bool:
    return theme in _themes_of(word)


@lru_cache(maxsize=200_000)
def _themes_of(word: str) -> frozenset[str]:
    """The shipped themes whose rules have the word."""
    if word in EMPTY:
        return frozenset()
    stems, starts = _vocabulary()
    begun = (starts.get(word[:end], frozenset()) for end in range(1, len(word) + 1))
    return stems.get(stem(word), frozenset()).union(*begun)


@cache
def _vocabulary() -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """The themes of each stem, and of each beginning."""
    stems: dict[str, set[str]] = {}
    starts: dict[str, set[str]] = {}
    for path in sorted(CODEBOOK.glob("*.toml")):
        for found, words in zip((stems, starts), vocabulary_of(path.stem), strict=True):
            for word in words:
                found.setdefault(word, set()).add(path.stem)
    return _held(stems), _held(starts)


def _held(found: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    return {word: frozenset(themes) for word, themes in found.items()}


@lru_cache(maxsize=100_000)
def share_known(theme: str, term: str) -> float:
    """How far a term is the theme's own: 1 for a word of its rules or a kind that is mostly such words."""
    if not term.startswith(KIND):
        return float(all(is_word_of(theme, part) for part in term.split()))
    entries = kinds().entries.get(term, [])
    own = sum(
        all(is_word_of(theme, part.rstrip("*")) for part in entry.split() if part not in EMPTY)
        for entry in entries
    )
    share = own / max(1, len(entries))
    return 1.0 if share >= 0.5 else share
