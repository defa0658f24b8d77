"""Reading that somebody should ask about: rules over one day's reading, each a row of ``RULES``.

A finding is a reason to ask, and no proof of anything. Names are compared as keyed fingerprints
(``shared/fingerprints.py``); what the rules go by and what they mean in words stands in ``unusual.toml``.
"""

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

from shared.working_days import PastTheCalendar, is_working_day

SAID: Mapping[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
LABELS: Mapping[str, str] = {rule: words["label"] for rule, words in SAID["words"].items()}
MEANS: Mapping[str, str] = {rule: words["means"] for rule, words in SAID["words"].items()}
HISTORY_DAYS: int = SAID["volume"]["days"]
OVERDUE_AFTER: int = SAID["review"]["overdue_after"]
_OFFICE = frozenset({"cdr_manager", "cdop_administrator"})


@dataclass(frozen=True)
class Reading:
    """How often somebody opened something of a case within one hour; ``hour``: its beginning in London."""

    person_id: str
    person_name: str
    case: str
    hour: datetime
    number: int


@dataclass(frozen=True)
class Reader:
    """What is known of a reader's account: roles, and fingerprints of organisations."""

    roles: frozenset[str] = frozenset()
    organisations: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Near:
    """Of each case, as fingerprints: surnames of child and family, and the units and agencies of record."""

    surnames: Mapping[str, frozenset[str]] = field(default_factory=dict)
    units: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class DayRead:
    """What is known of one day (London), when it is over.

    ``usual``: by person, the number of different cases of each earlier day on which they read any.
    ``changed``: (person, case) where the person has ever changed something. ``restricted``: cases open to
    people named only.
    """

    readings: Sequence[Reading]
    readers: Mapping[str, Reader] = field(default_factory=dict)
    near: Near = Near()
    changed: Collection[tuple[str, str]] = frozenset()
    usual: Mapping[str, Sequence[int]] = field(default_factory=dict)
    restricted: Collection[str] = frozenset()
    surname_of: Callable[[str], str] = str

    def reader(self, person: str) -> Reader:
        return self.readers.get(person, Reader())


@dataclass(frozen=True)
class Found:
    """One finding. ``case`` None: it is about a day. ``number``: of pages or cases; ``usual``: of cases."""

    rule: str
    person_id: str
    person_name: str
    case: str | None
    number: int
    usual: int | None = None


def found_on(day: DayRead) -> list[Found]:
    """Every finding of a day, by each rule in turn."""
    return [found for rule, finds in RULES.items() for found in finds(rule, day)]


def is_out_of_hours(hour: datetime) -> bool:
    """Of an hour in London. Past the calendar of bank holidays only weekends are known."""
    limits = SAID["hours"]
    return not limits["begins"] <= hour.hour < limits["ends"] or not _is_working(hour.date())


def much(cases: int, own: Sequence[int], role: Sequence[int]) -> int | None:
    """The usual number by which this many cases in a day are much; None if they are not much."""
    limits = SAID["volume"]
    kinds = ((own, limits["times_own"]), (role, limits["times_role"]))
    known = [(median(days), times) for days, times in kinds if len(days) >= limits["fewest"]]
    bound = max((usual * times for usual, times in known), default=limits["without_history"])
    if cases < limits["at_least"] or cases <= bound:
        return None
    return ceil(max((usual for usual, _ in known), default=0))


def _same_surname(rule: str, day: DayRead) -> Iterator[Found]:
    for person, name, case, number in _by_case(day):
        if day.surname_of(name) in day.near.surnames.get(case, frozenset()):
            yield Found(rule, person, name, case, number)


def _own_organisation(rule: str, day: DayRead) -> Iterator[Found]:
    for person, name, case, number in _by_case(day):
        if day.reader(person).organisations & day.near.units.get(case, frozenset()):
            yield Found(rule, person, name, case, number)


def _out_of_hours(rule: str, day: DayRead) -> Iterator[Found]:
    """One for a person and day; of a restricted case one apart, which only people named for it see."""
    found: dict[tuple[str, str | None], tuple[str, int]] = {}
    for each in day.readings:
        if is_out_of_hours(each.hour):
            of = each.person_id, each.case if each.case in day.restricted else None
            found[of] = each.person_name, found.get(of, ("", 0))[1] + each.number
    for (person, case), (name, number) in found.items():
        yield Found(rule, person, name, case, number)


def _volume(rule: str, day: DayRead) -> Iterator[Found]:
    """Restricted cases do not count: who is not named for them must not see them in a number."""
    cases: dict[str, set[str]] = {}
    names = {each.person_id: each.person_name for each in day.readings}
    for each in day.readings:
        if each.case not in day.restricted:
            cases.setdefault(each.person_id, set()).add(each.case)
    for person, read in cases.items():
        usual = much(len(read), day.usual.get(person, ()), _days_of_role(day, person))
        if usual is not None:
            yield Found(rule, person, names[person], None, len(read), usual)


def _no_part(rule: str, day: DayRead) -> Iterator[Found]:
    for person, name, case, number in _by_case(day):
        is_office = bool(day.reader(person).roles & _OFFICE)
        if is_office and number >= SAID["no_part"]["pages"] and (person, case) not in day.changed:
            yield Found(rule, person, name, case, number)


RULES: Mapping[str, Callable[[str, DayRead], Iterator[Found]]] = {
    "same_surname": _same_surname,
    "own_organisation": _own_organisation,
    "out_of_hours": _out_of_hours,
    "volume": _volume,
    "no_part": _no_part,
}
#: Found once for a person and a case, however often they read it again.
ONCE_FOR_A_CASE = frozenset({"same_surname", "own_organisation", "no_part"})


def _by_case(day: DayRead) -> Iterator[tuple[str, str, str, int]]:
    """(person, name, case, how often), each person and case once."""
    found: dict[tuple[str, str], tuple[str, int]] = {}
    for each in day.readings:
        of = each.person_id, each.case
        found[of] = each.person_name, found.get(of, ("", 0))[1] + each.number
    for (person, case), (name, number) in found.items():
        yield person, name, case, number


def _days_of_role(day: DayRead, person: str) -> list[int]:
    roles = day.reader(person).roles
    others = (each for each in day.usual if each != person and day.reader(each).roles & roles)
    return [number for each in others for number in day.usual[each]]


def _is_working(day: date) -> bool:
    try:
        return is_working_day(day)
    except PastTheCalendar:
        return day.weekday() < 5
