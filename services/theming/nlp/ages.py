"""How old the child is, as far as the text says so: some words mean one thing in a newborn, another at
fifteen.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from services.theming.nlp.expressions import written_out
from services.theming.nlp.pattern_index import PatternIndex
from services.theming.nlp.rules import read

DATA: dict[str, Any] = read("ages.toml")
NUMBERS = dict(zip(DATA["number"].rstrip(")").split("|")[1:], range(1, 21), strict=False))
PER_YEAR = {
    "minute": 525_960,
    "hour": 8766,
    "hr": 8766,
    "h": 8766,
    "day": 365,
    "d": 365,
    "week": 52,
    "wk": 52,
    "w": 52,
}
PER_YEAR |= {"/7": 365, "/52": 52, "/12": 12, "month": 12, "mth": 12, "m": 12, "year": 1, "yr": 1, "y": 1}
NEWBORN_YEARS = 28 / 365
ADULT_YEARS = 19


def _filled(pattern: str) -> str:
    return pattern.replace("{number}", DATA["number"]).replace("{unit}", DATA["unit"])


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(_filled(pattern), re.VERBOSE)


#: What is looked for at the beginning of the text, and what anywhere, by what it tells.
OPENINGS = [_compiled(pattern) for pattern in DATA["ages"] if pattern.startswith("^")]
AGE, EARLY, NEWBORN = "age", "early", "newborn"
ANYWHERE = [(AGE, pattern) for pattern in DATA["ages"] if not pattern.startswith("^")]
ANYWHERE += [(EARLY, DATA["early"]), (NEWBORN, DATA["newborn"])]
INDEX = PatternIndex((written_out(_filled(pattern)), kind) for kind, pattern in ANYWHERE)
BEFORE, AFTER = _compiled(DATA["someone_else_before"]), _compiled(DATA["someone_else_after"])
WORDS = [(re.compile(rf"\b(?:{row['words']})", re.VERBOSE), row["years"]) for row in DATA["words"]]


@dataclass(frozen=True)
class ChildsAge:
    """`years` is None when the text gives no age; `newborn_words` when it speaks as one does of a newborn."""

    years: float | None
    newborn_words: bool

    def fits(self, gate: str | None) -> bool:
        """Whether a rule with this gate applies. An unknown age passes all but `newborn`, which then
        needs the words,
        and the gates that end in `known`. Raises KeyError for a gate that does not exist.
        """
        if gate is None:
            return True
        newborn = self.newborn_words if self.years is None else self.years <= NEWBORN_YEARS
        return {
            "newborn": newborn,
            "after_newborn": not newborn,
            "infant": self.years is None or self.years < 2,
            "young_child": self.years is None or self.years < 8,
            "from_8_years": self.years is None or self.years >= 8,
            "from_10_years": self.years is None or self.years >= 10,
            "from_10_years_known": self.years is not None and self.years >= 10,
        }[gate]


class AgeToldByText:
    """The child's age, looked for in the text when the first rule asks for it."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _age(self) -> ChildsAge:
        return childs_age(self._text)

    def fits(self, gate: str | None) -> bool:
        return gate is None or self._age.fits(gate)


def childs_age(text: str) -> ChildsAge:
    """The greatest age the evened-out text gives for the child; ages of other people are passed over."""
    found: dict[str, list[re.Match[str]]] = {AGE: [], EARLY: [], NEWBORN: []}
    for match, kind in INDEX.matches(text, 0, len(text)):
        found[kind].append(match)
    newborn = bool(found[NEWBORN])
    opening = filter(None, (pattern.match(text) for pattern in OPENINGS))
    ages = _ages(text, [*opening, *found[AGE]])
    if not ages and newborn:
        ages = [age for age in _ages(text, found[EARLY]) if age <= NEWBORN_YEARS]
    if not ages:
        ages = [years for words, years in WORDS if words.search(text)]
    return ChildsAge(max(ages, default=None), newborn)


def _ages(text: str, found: Iterable[re.Match[str]]) -> list[float]:
    """In years, of those matches that are about the child."""
    years = (_years(match) for match in found if not _someone_else(text, match))
    return [one for one in years if one < ADULT_YEARS]


def _someone_else(text: str, match: re.Match[str]) -> bool:
    if AFTER.match(text, match.end()):
        return True
    return bool(BEFORE.search(text, max(0, match.start() - 30), match.start()))


def _years(match: re.Match[str]) -> float:
    unit = (match["unit"] or "").rstrip("s") or ("day" if "life" in match[0] else "year")
    return float(NUMBERS.get(match["n"]) or match["n"]) / PER_YEAR[unit]
