"""The rules of comparing, as ``rules.toml`` gives them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

RULES = Path(__file__).parent / "rules.toml"


@dataclass(frozen=True)
class Weights:
    themes: float
    words: float
    events: float
    age_band: float
    category: float
    place: float


@dataclass(frozen=True)
class Likeness:
    proposed: float
    least_themes: float
    least_words: float
    shared_words_shown: int
    reviewed_shown: int
    not_reviewed_shown: int


@dataclass(frozen=True)
class ComparingRules:
    """``fewest``: of so many like cases with a decision something is said."""

    name: str
    version: int
    starts_on: date
    source: str
    weights: Weights
    likeness: Likeness
    fewest: int


@cache
def comparing_rules() -> ComparingRules:
    with RULES.open("rb") as file:
        data = tomllib.load(file)
    told = {key: data[key] for key in ("name", "version", "starts_on", "source")}
    return ComparingRules(
        **told,
        weights=Weights(**data["weights"]),
        likeness=Likeness(**data["likeness"]),
        fewest=data["consistency"]["fewest"],
    )
