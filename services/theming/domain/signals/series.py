"""What is watched: every notification, circumstances, the category they point to, and themes of the text."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from services.theming.domain.statistics.dimensions import CATEGORIES
from services.theming.domain.themes.codebook import Codebook
from shared.reference_lists import CIRCUMSTANCE_EVENTS

ALL = "all"
KINDS = {
    "all": "All deaths",
    "circumstance": "Circumstance notified",
    "category": "Likely category, before review",
    "theme": "Theme of the notification's text, before review",
}


@dataclass(frozen=True)
class Series:
    """``swing`` and ``peak`` (a day of the year) are its season; without one ``swing`` is 0.

    ``from_texts``: whether what a notification's text tells can place a death in it.
    """

    id: str
    label: str
    kind: str
    swing: float = 0.0
    peak: float = 0.0
    from_texts: bool = False


@dataclass(frozen=True)
class NotifiedDeath:
    """A case as a notification tells it. ``themes``: those its text affirms; ``sentences``: what says so."""

    case_reference: str
    notified_on: date
    events: frozenset[str]
    themes: frozenset[str] = frozenset()
    sentences: tuple[tuple[str, str], ...] = ()


def watched_series(codebook: Codebook) -> dict[str, Series]:
    """Every series by its id, in the order in which they are shown."""
    every = [Series(ALL, "All notifications", "all")]
    named = _rules()["series"].items()
    every += [
        Series(
            _circumstance(name),
            row["label"],
            "circumstance",
            **_season(row),
            from_texts=bool(row["themes"] or row["words"]),
        )
        for name, row in named
    ]
    seasons = _rules()["seasons_of_circumstances"]
    for term in CIRCUMSTANCE_EVENTS:
        season = _season({"season": seasons.get(term.code)})
        every.append(Series(_circumstance(term.code), term.label, "circumstance", **season))
    for row in sorted(_rules()["likely_categories"], key=lambda row: int(row["category"])):
        number = str(row["category"])
        every.append(Series(_category(number), CATEGORIES[number], "category", **_season(row)))
    every += [
        Series(_theme(each.id), each.label, "theme", from_texts=True) for each in codebook.themes.values()
    ]
    return {each.id: each for each in every}


def series_of(death: NotifiedDeath) -> frozenset[str]:
    """The ids of the series that the death belongs to."""
    found = {ALL, *map(_circumstance, death.events), *map(_theme, death.themes)}
    found |= {_circumstance(name) for name, row in _rules()["series"].items() if _is_of(row, death)}
    likely = (row["category"] for row in _rules()["likely_categories"] if death.events & set(row["events"]))
    found |= {_category(str(category)) for category in list(likely)[:1]}
    return frozenset(found)


def days_by_series(deaths: Iterable[NotifiedDeath]) -> Mapping[str, list[NotifiedDeath]]:
    """The deaths of each series, in the order in which they were notified."""
    found: dict[str, list[NotifiedDeath]] = {}
    for death in sorted(deaths, key=lambda each: (each.notified_on, each.case_reference)):
        for series in series_of(death):
            found.setdefault(series, []).append(death)
    return found


def themes_to_quote() -> tuple[str, ...]:
    """The themes whose sentences are looked at for words of a series."""
    return tuple(dict.fromkeys(theme for row in _rules()["series"].values() for theme in row["in_themes"]))


def _is_of(row: Mapping[str, Any], death: NotifiedDeath) -> bool:
    if death.events & set(row["events"]) or death.themes & set(row["themes"]):
        return True
    words = _words(tuple(row["words"]))
    return any(theme in row["in_themes"] and words.search(text) for theme, text in death.sentences)


@cache
def _words(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _season(row: Mapping[str, Any]) -> dict[str, Any]:
    name = row.get("season")
    return dict(_rules()["seasons"][name]) if name else {}


def _circumstance(code: str) -> str:
    return f"circumstance-{code}"


def _category(number: str) -> str:
    return f"category-{number}"


def _theme(theme: str) -> str:
    return f"theme-{theme}"


@cache
def _rules() -> dict[str, Any]:
    with (Path(__file__).parent / "series.toml").open("rb") as file:
        return tomllib.load(file)
