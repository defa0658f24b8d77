"""What somebody asks of the audit: about which case or person, between which days, from where on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.errors import Fault

LONDON = ZoneInfo("Europe/London")
#: What is looked at where nobody says from when on.
DAYS_SHOWN = 28
FIRST_YEAR = 2000
READS, CHANGES = "reading", "changing"
_LARGEST_ID = 2**63 - 1


@dataclass(frozen=True)
class Asked:
    """``from_on`` and ``until_on`` are days in London, both included; ``before`` is an entry's id.

    ``what`` is READS or CHANGES. Of faults, each names its field; what is faulty is left out.
    """

    case: str = ""
    person: str = ""
    from_on: date | None = None
    until_on: date | None = None
    what: str = READS
    before: int | None = None
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
        CHANGES if plain.get("what") == CHANGES else READS,
        _id(plain.get("before", "")),
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


def _id(said: str) -> int | None:
    number = int(said) if said.isascii() and said.isdigit() and len(said) < 20 else None
    return number if number is not None and number <= _LARGEST_ID else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LONDON).astimezone(UTC)
