"""The search's numbers and words, from ``rules.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True)
class SearchRules:
    """See the file for each."""

    longest: int
    words_between: int
    lasts: timedelta
    no_name_alone: frozenset[str]
    numbers: frozenset[str]
    different_words: Mapping[str, frozenset[str]]

    def are_different(self, typed: str, found: str) -> bool:
        return found in self.different_words.get(typed, ())


@cache
def search_rules() -> SearchRules:
    with FILE.open("rb") as file:
        data = tomllib.load(file)
    return SearchRules(
        data["longest"],
        data["words_between"],
        timedelta(minutes=data["lasts_minutes"]),
        frozenset(data["no_name_alone"]),
        frozenset(data["numbers"]),
        {word: frozenset(others) for word, others in data["different_words"].items()},
    )
