"""Quorum rule sets: data with a name, a version, a start date and a source. Those shipped stand in a file."""

import tomllib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from services.panel.domain.meetings.membership import ALL_SECTORS, SEAT_ROLES
from shared.errors import Fault

SHIPPED = Path(__file__).with_name("quorum_rules.toml")
MOST = 30  # people, organisations: more than any panel has
LONGEST = 120  # characters of a name


@dataclass(frozen=True)
class Needed:
    """At least one person with one of these seat roles or from one of these sectors, in ``words``."""

    words: str
    roles: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()

    def met_by(self, role: str, sector: str) -> bool:
        return role in self.roles or sector in self.sectors


@dataclass(frozen=True)
class QuorumRules:
    """A named, dated rule set. A minimum of 0 asks for nothing; every entry of ``needs`` must be met.

    ``roles``: each of these seats; ``sectors``: somebody from each; ``alternatives``: keys of ALTERNATIVES,
    somebody of each group. ``family`` is what the versions of one rule set have in common.
    """

    id: str
    name: str
    version: int
    starts_on: date
    source: str
    family: str = ""
    minimum_people: int = 0
    minimum_organisations: int = 0
    minimum_sectors: int = 0
    roles: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    remote_counts: bool = True
    deputies_count: bool = True

    @property
    def needs(self) -> tuple[Needed, ...]:
        return (
            *(ALTERNATIVES[one] for one in self.alternatives),
            *(Needed(f"the {SEAT_ROLES[one].lower()}", roles=frozenset({one})) for one in self.roles),
            *(Needed(f"somebody from {_sector(one)}", sectors=frozenset({one})) for one in self.sectors),
        )

    @property
    def asks_for_something(self) -> bool:
        most = max(self.minimum_people, self.minimum_organisations, self.minimum_sectors)
        return most > 0 or bool(self.roles or self.sectors or self.alternatives)


@dataclass(eq=False)
class KeptRules:
    """A version of a rule set that was made here. ``row`` is what ``rules_from`` reads; it never changes."""

    id: str
    family: str
    version: int
    starts_on: date
    row: dict[str, Any]
    made_by: str
    made_by_name: str
    made_at: datetime

    @property
    def rules(self) -> QuorumRules:
        return rules_from(self.row)


def rules_faults(rules: QuorumRules, *, on: date, used: Collection[date] = ()) -> list[Fault]:
    """Every fault of a rule set to be made on day ``on``, in the order of the form.

    ``used``: the start dates of the versions before it, which a new one comes after.
    """
    numbers = ("minimum_people", "minimum_organisations", "minimum_sectors")
    wrong = [name for name in numbers if not 0 <= getattr(rules, name) <= MOST]
    checks = (
        (not rules.name or len(rules.name) > LONGEST, "name", "Enter a name for these rules"),
        (
            not rules.source,
            "source",
            "Say where the rules stand, such as the terms of reference",
        ),
        (rules.starts_on < on, "starts_on", "New rules start today or later: meetings held keep theirs"),
        (
            any(rules.starts_on <= day for day in used),
            "starts_on",
            "A version starts after the one before it",
        ),
        *((True, name, f"Enter a number from 0 to {MOST}") for name in wrong),
        (not rules.asks_for_something, "minimum_people", "Ask for something: a number, a seat or a sector"),
        (bool(set(rules.roles) - set(SEAT_ROLES)), "roles", "Choose seats from the list"),
        (bool(set(rules.sectors) - set(ALL_SECTORS)), "sectors", "Choose sectors from the list"),
        (bool(set(rules.alternatives) - set(ALTERNATIVES)), "alternatives", "Choose from the list"),
    )
    return [Fault(field, words) for fault, field, words in checks if fault]


def newest_on(rules: Iterable[QuorumRules], day: date) -> list[QuorumRules]:
    """Of each family the version that is in force on ``day``, by name."""
    begun = sorted((one for one in rules if one.starts_on <= day), key=lambda one: one.version)
    return sorted({one.family: one for one in begun}.values(), key=lambda one: one.name)


def rules_from(row: dict[str, Any]) -> QuorumRules:
    """A rule set from its row, as the file of the shipped ones and the database write it."""
    return _RULES.validate_python(row)


def row_of(rules: QuorumRules) -> dict[str, Any]:
    """What is stored of a rule set; ``rules_from`` reads it."""
    row: dict[str, Any] = _RULES.dump_python(rules, mode="json")
    return row


def _sector(sector: str) -> str:
    label = ALL_SECTORS[sector]
    return label if label.isupper() or label.startswith("NHS") else f"{label[0].lower()}{label[1:]}"


_RULES = TypeAdapter(QuorumRules)
with SHIPPED.open("rb") as file:
    _ROWS = tomllib.load(file)
ALTERNATIVES: dict[str, Needed] = {
    row["id"]: Needed(row["words"], frozenset(row["roles"]), frozenset(row["sectors"]))
    for row in _ROWS["alternatives"]
}
QUORUM_RULES: dict[str, QuorumRules] = {row["id"]: rules_from(row) for row in _ROWS["rules"]}
