"""What is publicly known against what is pinned: ``python -m deploy.supply.advisories``, without any network.

It reads ``deploy/advisories/record.json`` (how to renew it: README.md there), names each pin that an advisory
or a withdrawal concerns, and says how old the record is and what it does not cover. It ends with 1 if a pin
is concerned and not accepted with a reason in ``accepted.toml``.
"""

import json
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from deploy.supply.locks import ROOT, Pin, all_pins
from deploy.supply.versions import is_affected

FOLDER = ROOT / "deploy" / "advisories"
OLD_DAYS = 35  # a record is renewed monthly


@dataclass(frozen=True)
class Record:
    """``advisories`` in OSV's format; ``covered``: names looked for; ``withdrawn``: name==version."""

    sources: tuple[Mapping[str, Any], ...]
    covered: Mapping[str, frozenset[str]]
    advisories: tuple[Mapping[str, Any], ...]
    withdrawn: frozenset[str]
    withdrawn_asked_on: date | None

    @property
    def advisories_on(self) -> date | None:
        """Of the advisories the day of the oldest source; None where none was to be had."""
        days = [date.fromisoformat(each["data_of"]) for each in self.sources if each.get("data_of")]
        return min(days, default=None)


@dataclass(frozen=True)
class Accepted:
    """An advisory that may stand until a day, with the reason."""

    reason: str
    until: date


def read_record(folder: Path = FOLDER) -> Record:
    read = json.loads((folder / "record.json").read_text())
    asked = read["withdrawn_asked_on"]
    return Record(
        tuple(read["sources"]),
        {kind: frozenset(names) for kind, names in read["covered"].items()},
        tuple(read["advisories"]),
        frozenset(read["withdrawn"]),
        date.fromisoformat(asked) if asked else None,
    )


def read_accepted(folder: Path = FOLDER) -> dict[str, Accepted]:
    read = tomllib.loads((folder / "accepted.toml").read_text())
    return {name: Accepted(each["reason"], each["until"]) for name, each in read.items()}


def concerned(pins: Iterable[Pin], record: Record) -> Iterator[tuple[Pin, str, str]]:
    """(pin, id of the advisory, what it says in short) for each that a pin falls under."""
    for pin in pins:
        if f"{pin.name}=={pin.version}" in record.withdrawn:
            yield pin, f"withdrawn:{pin.name}", "its makers have taken this version back"
        for advisory in record.advisories:
            if not advisory.get("withdrawn") and is_affected(advisory, pin):
                yield pin, advisory["id"], advisory.get("summary", "")


def report(
    pins: list[Pin], record: Record, accepted: Mapping[str, Accepted], today: date
) -> tuple[list[str], bool]:
    """Lines for a person, and whether any pin is concerned that nobody accepted (for today)."""
    lines, bad = [], False
    for pin, name, summary in concerned(pins, record):
        standing = accepted.get(name)
        is_accepted = standing is not None and today <= standing.until
        bad = bad or not is_accepted
        said = (
            f"accepted until {standing.until}: {standing.reason}"
            if standing and is_accepted
            else "NOT ACCEPTED"
        )
        lines.append(f"{pin.name} {pin.version} ({pin.ecosystem}): {name} {summary} [{said}]")
    return [*lines, *_what_it_rests_on(pins, record, today)], bad


def _what_it_rests_on(pins: list[Pin], record: Record, today: date) -> Iterator[str]:
    missing = [pin.name for pin in pins if pin.name not in record.covered.get(pin.ecosystem, ())]
    if record.advisories_on is None:
        yield "ADVISORIES: NONE RECORDED. No database of advisories was to be had when this was recorded."
        yield "This says nothing about known faults until it is renewed (deploy/advisories/README.md)."
    else:
        yield f"Advisories: {len(record.advisories)} about our packages, {_age(record.advisories_on, today)}."
        if missing:
            yield f"Not looked for in that record, so unknown: {', '.join(sorted(missing))}."
    yield f"Withdrawn releases (Python): asked of the index, {_age(record.withdrawn_asked_on, today)}."
    yield f"{len(pins)} pins compared."


def _age(day: date | None, today: date) -> str:
    if day is None:
        return "never"
    days = (today - day).days
    return f"{days} days ago ({day})" + (": TOO OLD, renew it" if days > OLD_DAYS else "")


def main() -> int:
    lines, bad = report(all_pins(), read_record(), read_accepted(), datetime.now(UTC).date())
    print("\n".join(lines))
    return int(bad)


if __name__ == "__main__":
    sys.exit(main())
