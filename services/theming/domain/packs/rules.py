"""When there is enough to write of a theme, and where readers can turn: dated data."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class PackRules:
    """Numbers of cases, or of lines; ``longest_quote`` in characters."""

    version: str
    starts_on: date
    fewest_cases: int
    fewest_signal_cases: int
    most_signals: int
    most_learning: int
    most_recommendations: int
    longest_quote: int


@dataclass(frozen=True)
class SupportLine:
    name: str
    telephone: str
    offers: str


@cache
def _versions() -> tuple[PackRules, ...]:
    rows = tomllib.loads((FOLDER / "rules.toml").read_text(encoding="utf-8"))["versions"]
    return tuple(PackRules(**{name: row[name] for name in PackRules.__annotations__}) for row in rows)


def pack_rules_on(day: date) -> PackRules:
    """The version in force on ``day``; KeyError if there is none."""
    begun = [rules for rules in _versions() if rules.starts_on <= day]
    if not begun:
        raise KeyError(f"no rules for learning packs on {day}")
    return max(begun, key=lambda rules: rules.starts_on)


@cache
def support_lines() -> tuple[SupportLine, ...]:
    rows = tomllib.loads((FOLDER / "support.toml").read_text(encoding="utf-8"))["lines"]
    return tuple(SupportLine(**row) for row in rows)
