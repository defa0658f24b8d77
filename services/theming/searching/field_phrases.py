"""Phrases and abbreviations of the field, each known in every way it is written (``phrases.toml``)."""

import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from services.theming.nlp.contexts import ANYONE
from services.theming.nlp.expressions import Expression, express
from services.theming.nlp.mentions import literals
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.rules import lexicons

Span = tuple[int, int]
FILE = Path(__file__).parent / "phrases.toml"


@dataclass(frozen=True, eq=False)
class FieldPhrase:
    """``asked``: further ways of asking for it, not looked for; ``about``, ``index``: see the file."""

    id: str
    label: str
    asked: tuple[Expression, ...]
    found: tuple[Expression, ...]
    unless: tuple[Expression, ...]
    about: frozenset[str]
    index: tuple[str, ...]


@dataclass(frozen=True)
class Way:
    """A place where a phrase stands: its own words, without the gaps between them."""

    phrase: FieldPhrase
    words: tuple[Span, ...]

    @property
    def span(self) -> Span:
        return self.words[0][0], self.words[-1][1]


class FieldPhrases:
    """Phrases that are looked for together. Raises BadExpression or KeyError for a faulty row."""

    def __init__(self, phrases: Sequence[FieldPhrase], *, asking: bool = False) -> None:
        ways = [
            (way, (phrase, False))
            for phrase in phrases
            for way in (*phrase.found, *(phrase.asked if asking else ()))
        ]
        unless = [(friend, (phrase, True)) for phrase in phrases for friend in phrase.unless]
        self._index = PatternIndex([*ways, *unless])

    def found(self, text: str, start: int, end: int) -> list[Way]:
        """Where they stand in a sentence of evened-out text, the longest of those that overlap."""
        false: dict[str, list[Span]] = {}
        ways: list[Way] = []
        for match, (phrase, is_false) in self._index.matches(text, start, end):
            if is_false:
                false.setdefault(phrase.id, []).append(match.span())
            else:
                ways.append(Way(phrase, tuple(literals(match))))
        kept: list[Way] = []
        for way in sorted(ways, key=lambda each: (each.span[0] - each.span[1], each.span[0])):
            if not _overlaps(way.words, false.get(way.phrase.id, ())) and not _overlaps(
                way.words, [each.span for each in kept]
            ):
                kept.append(way)
        return sorted(kept, key=lambda each: each.span)


def _overlaps(words: Sequence[Span], others: Collection[Span]) -> bool:
    return any(start < last and first < end for start, end in others for first, last in words)


@cache
def field_phrases() -> dict[str, tuple[FieldPhrase, ...]]:
    """By id, each phrase and those that are found with it."""
    with FILE.open("rb") as file:
        rows = tomllib.load(file)["phrases"]
    known = {row["id"]: _phrase(row) for row in rows}
    if len(known) != len(rows):
        raise ValueError(f"{FILE.name}: two phrases have one id")
    return {row["id"]: tuple(known[each] for each in (row["id"], *row.get("also", ()))) for row in rows}


def _phrase(row: Mapping[str, Any]) -> FieldPhrase:
    asked, found, unless = (tuple(_expressed(row.get(key, ()))) for key in ("asked", "found", "unless"))
    about, index = frozenset(row.get("about", [ANYONE])), tuple(row.get("index", ()))
    return FieldPhrase(row["id"], row["label"], asked, found, unless, about, index)


def _expressed(patterns: Collection[str]) -> Iterator[Expression]:
    return (express(pattern, lexicons()) for pattern in patterns)


@cache
def asking() -> FieldPhrases:
    """All of them, to be looked for in a question."""
    return FieldPhrases([rows[0] for rows in field_phrases().values()], asking=True)
