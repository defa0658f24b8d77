"""What somebody asks of the audit: about which case or person, between which days, from where on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.errors import Fault

LONDON = ZoneInfo("Europe/London")
#: What is looked at where nobody says from when on.
DAYS_SHOWN = 28
FIRST_YEAR = 2000
_PLACE = re.compile(r"([0-9]{8}T[0-9]{12})-([0-9]{1,5})")
_WRITTEN = "%Y%m%dT%H%M%S%f"
READS, CHANGES, LISTS = "reading", "changing", "listing"


@dataclass(frozen=True)
class Before:
    """From where a list goes on: the instant of its last entry, and how many of that instant were shown.

    An entry's number would do too, but the numbers run through: their gaps tell of entries one may not see.
    """

    at: datetime
    shown: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(UTC).strftime(_WRITTEN)}-{self.shown}"


def before_of(said: str) -> Before | None:
    """What ``str`` wrote; None where it is anything else."""
    found = _PLACE.fullmatch(said)
    if not found:
        return None
    try:
        at = datetime.strptime(found[1], _WRITTEN).replace(tzinfo=UTC)
    except ValueError:
        return None
    return Before(at, int(found[2]))


@dataclass(frozen=True)
class Asked:
    """``from_on`` and ``until_on`` are days in London, both included; ``before``: of the last entry shown.

    ``what`` is READS, CHANGES or, of a case, LISTS. Of faults, each names its field; what is faulty is left
    out.
    """

    case: str = ""
    person: str = ""
    from_on: date | None = None
    until_on: date | None = None
    what: str = READS
    before: Before | None = None
    typed: Mapping[str, str] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    @property
    def begins(self) -> datetime | None:
        return _midnight(self.from_on) if self.from_on else None

    @property
    def ends(self) -> datetime | None:
        """The first instant that is asked for no more."""
        return _midnight(self.until_on + timedelta(days=1)) if self.until_on else None


def asked_of(typed: Mapping[str, str]) -> Asked:
    """The question as it was typed: spaces at the ends and null characters count for nothing."""
    plain = {name: said.replace("\0", "").strip() for name, said in typed.items()}
    faults: list[Fault] = []
    from_on, until_on = (_day(plain, name, label, faults) for name, label in _DAYS.items())
    if from_on and until_on and until_on < from_on:
        faults.append(Fault("until", "The last day must not be before the first day"))
        until_on = None
    return Asked(
        plain.get("case", "").upper(),
        plain.get("person", ""),
        from_on,
        until_on,
        what if (what := plain.get("what", "")) in (CHANGES, LISTS) else READS,
        before_of(plain.get("before", "")),
        plain,
        tuple(faults),
    )


def days_between(first: date, last: date) -> Iterator[date]:
    """Each day from ``first`` to ``last``, both included."""
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def london_day(at: datetime) -> date:
    """The day in London at an instant."""
    return at.astimezone(LONDON).date()


_DAYS = {"from": "first day", "until": "last day"}


def _day(plain: Mapping[str, str], name: str, label: str, faults: list[Fault]) -> date | None:
    said = plain.get(name, "")
    if not said:
        return None
    try:
        day = date.fromisoformat(said)
    except ValueError:
        faults.append(Fault(name, f"Enter the {label} as year, month and day, such as 2026-06-15"))
        return None
    if not FIRST_YEAR <= day.year < 9999:
        faults.append(Fault(name, f"The {label} must be between {FIRST_YEAR} and 9998"))
        return None
    return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
