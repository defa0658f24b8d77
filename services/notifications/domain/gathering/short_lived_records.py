"""Records that their holders delete early: what to ask for, and by when."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from services.notifications.domain.forms.answers import Answers

OUTCOMES: dict[str, str] = {
    "asked": "Asked for, to be kept",
    "secured": "Secured",
    "not_needed": "Not needed",
    "gone": "Already deleted",
}


@dataclass(frozen=True)
class ShortLivedRecord:
    """A row of the table; `keep_days` from the day of the death."""

    id: str
    label: str
    holder: str
    keep_days: int
    unexpected: bool
    places: tuple[str, ...] = ()

    def concerns(self, *, place: str, expected: str) -> bool:
        return (not self.places or place in self.places) and not (self.unexpected and expected == "yes")


@dataclass(frozen=True)
class AskBy:
    """`days_left` is negative once the record has probably been deleted."""

    record: ShortLivedRecord
    ask_by: date
    days_left: int


_WRITTEN = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
SOURCE = f"{_WRITTEN['name']}, version {_WRITTEN['version']}. {_WRITTEN['source']}"
SHORT_LIVED_RECORDS: tuple[ShortLivedRecord, ...] = tuple(
    ShortLivedRecord(**{**row, "places": tuple(row.get("places", ()))}) for row in _WRITTEN["records"]
)
LONGEST_KEPT = max(one.keep_days for one in SHORT_LIVED_RECORDS)


def to_ask_for(answers: Answers, settled: Collection[str], *, on: date) -> list[AskBy]:
    """What to ask for and is not settled, the most urgent first; [] where no day of death is known."""
    if answers.died_on is None:
        return []
    place, expected = answers.choice("death.place_of_death"), answers.choice("death.expected")
    concerned = [one for one in SHORT_LIVED_RECORDS if one.concerns(place=place, expected=expected)]
    days = {one.id: answers.died_on + timedelta(days=one.keep_days) for one in concerned}
    waiting = [one for one in concerned if one.id not in settled]
    found = [AskBy(one, days[one.id], (days[one.id] - on).days) for one in waiting]
    return sorted(found, key=lambda one: (one.ask_by, one.record.id))
