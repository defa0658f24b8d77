"""Wording that blames or that leads a reader to the family: advice to whoever confirms a text."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("kinder_words.toml")


@dataclass(frozen=True)
class Wording:
    """Words as they stand in a text, how often, what could be said instead, and why."""

    found: str
    times: int
    instead: str
    why: str


def wording(text: str) -> list[Wording]:
    """Each phrase of the table that stands in a text, in the order of the table."""
    return [
        Wording(found[0], len(found), instead, why)
        for pattern, instead, why in _rows()
        if (found := [" ".join(each.split()) for each in pattern.findall(text)])
    ]


@cache
def _rows() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple(_read())


def _read() -> Iterator[tuple[re.Pattern[str], str, str]]:
    for row in tomllib.loads(_TABLE.read_text(encoding="utf-8"))["words"]:
        either = "|".join(r"\s+".join(map(re.escape, phrase.split())) for phrase in row["phrases"])
        yield re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE), row["instead"], row["why"]
