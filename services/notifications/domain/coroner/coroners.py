"""The coroners of the area, and the dated agreements under which information is shared with them."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Coroner:
    """A coroner's area by its name of a time."""

    id: str
    name: str
    valid_from: date
    valid_until: date | None

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class Agreement:
    """One version of an agreement. ``says`` is what may be shared, in plain words."""

    id: str
    name: str
    version: str
    valid_from: date
    valid_until: date | None
    source: str
    says: str

    def valid_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in row.items() if key not in ("from", "until")}
    return rest | {"valid_from": row["from"], "valid_until": row.get("until")}


CORONERS = tuple(Coroner(**_dated(row)) for row in _DATA["coroners"])
AGREEMENTS = tuple(Agreement(**_dated(row)) for row in _DATA["agreements"])


def coroners_on(day: date) -> tuple[Coroner, ...]:
    """The coroners' areas there are on a day."""
    return tuple(each for each in CORONERS if each.valid_on(day))


def agreements_on(day: date) -> tuple[Agreement, ...]:
    """The agreements in force on a day; the newest version of each."""
    found = {each.id: each for each in AGREEMENTS if each.valid_on(day)}
    return tuple(found.values())


def coroner_name(coroner_id: str) -> str:
    """The name of an area; an id that is no longer in the list as it stands."""
    return next((each.name for each in CORONERS if each.id == coroner_id), coroner_id)
