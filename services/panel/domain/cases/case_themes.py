"""What a case is about: themes that its structured facts suggest, and those the office has set."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from services.panel.domain.cases.review_case import ReviewCase
from shared.errors import Fault
from shared.themes import THEMES


@dataclass(frozen=True)
class ThemeSuggestion:
    """``because``: which fact of the case suggests the theme, in words."""

    theme: str
    because: str


@dataclass(frozen=True)
class SuggestionRule:
    """A row of theme_suggestions.toml. ``all``: every condition it names must hold, else any of them."""

    because: str
    themes: tuple[str, ...]
    events: tuple[str, ...] = ()
    age_bands: tuple[str, ...] = ()
    weeks_below: int | None = None
    all: bool = False

    def holds_for(self, case: ReviewCase) -> bool:
        answers = [
            *([not set(self.events).isdisjoint(case.events)] if self.events else []),
            *([case.age_band in self.age_bands] if self.age_bands else []),
            *([self._early(case.gestation_weeks)] if self.weeks_below else []),
        ]
        return all(answers) if self.all else any(answers)

    def _early(self, weeks: int | None) -> bool:
        return weeks is not None and self.weeks_below is not None and weeks < self.weeks_below


def suggested_themes(case: ReviewCase) -> list[ThemeSuggestion]:
    """What the facts suggest, each theme once, with the first reason for it."""
    found: dict[str, ThemeSuggestion] = {}
    for rule in SUGGESTION_RULES:
        if rule.holds_for(case):
            for theme in rule.themes:
                found.setdefault(theme, ThemeSuggestion(theme, rule.because))
    return list(found.values())


def theme_faults(themes: Collection[str]) -> list[Fault]:
    """A fault where a theme is not in the codebook."""
    return [Fault("themes", "Choose themes from the list")] if set(themes) - set(THEMES) else []


def _read() -> tuple[SuggestionRule, ...]:
    text = Path(__file__).with_name("theme_suggestions.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["rows"]
    lists = ("themes", "events", "age_bands")
    return tuple(
        SuggestionRule(**{**row, **{name: tuple(row[name]) for name in lists if name in row}}) for row in rows
    )


SUGGESTION_RULES: tuple[SuggestionRule, ...] = _read()
