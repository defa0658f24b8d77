"""When there is enough to look for new themes, and when a proposal is one that was dismissed."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.counted_words import counted


@dataclass(frozen=True)
class DiscoveryRules:
    """Shares are of 1. `surging_times`: how many times as frequent as before."""

    version: str
    fewest_texts: int
    fewest_cases: int
    most_proposals: int
    most_quotes: int
    most_terms: int
    new_texts: int
    new_share: float
    same_cases: float
    same_words: float
    new_word_before: int
    surging_times: float
    new_word_cases: int
    most_new_words: int


@cache
def discovery_rules() -> DiscoveryRules:
    with (Path(__file__).parent / "rules.toml").open("rb") as file:
        data = tomllib.load(file)
    return DiscoveryRules(**{name: data[name] for name in DiscoveryRules.__annotations__})


def too_little(texts: int) -> str:
    """Why nothing can be said of so few texts; empty when something can."""
    fewest = discovery_rules().fewest_texts
    if texts >= fewest:
        return ""
    held = counted(texts, "text")
    return (
        f"There is too little to say: {held}. Below {fewest} texts, groups that arise by chance look like "
        "themes. Read these yourself; a theme can be made from a single case."
    )


def enough_came(new: int, all_texts: int) -> bool:
    """Whether it is time to look again."""
    rules = discovery_rules()
    return new >= max(rules.new_texts, all_texts * rules.new_share)


def is_the_same(
    cases: Collection[str], words: Collection[str], other_cases: Collection[str], other_words: Collection[str]
) -> bool:
    """Whether a proposal tells again what another told, though cases or words have come to it since."""
    rules = discovery_rules()
    return (_shared(cases, other_cases) >= rules.same_cases and _shared(words, other_words) > 0) or _shared(
        words, other_words
    ) >= rules.same_words


def _shared(these: Collection[str], those: Collection[str]) -> float:
    """Capitals aside: a word may stand with one in the newest texts, and not in those before."""
    one, other = ({each.casefold() for each in words} for words in (these, those))
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
