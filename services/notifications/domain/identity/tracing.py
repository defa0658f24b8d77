"""Tracing a child's NHS number in an index of patients: a ladder of searches, the surest first.

The first step that finds anybody ends the search. Whoever is found is shown; only a person says who it is.
Source: the Personal Demographics Service's own order of searching, by number, then by exact details, then by
some of them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.notifications.domain.identity.likeness import ChildIdentity
from services.notifications.domain.identity.lookup_keys import near_dates
from services.notifications.domain.identity.name_sounds import name_words, plain_name, sound_of

MOST_FOUND = 10


class PatientIndex(Protocol):
    """Where numbers are looked up. ``name`` says which, with its date where it has one."""

    @property
    def name(self) -> str: ...

    def with_number(self, nhs_number: str) -> Iterable[ChildIdentity]: ...

    def born_on(self, days: Sequence[date]) -> Iterable[ChildIdentity]: ...


@dataclass(frozen=True)
class TraceStep:
    """A rung of the ladder: what must agree."""

    id: str
    label: str
    agrees: Callable[[ChildIdentity, ChildIdentity], bool]


@dataclass(frozen=True)
class Trace:
    """Who was found, by which step; no step and nobody if none was. ``too_many``: more than MOST_FOUND."""

    step: TraceStep | None
    found: tuple[ChildIdentity, ...]
    too_many: bool = False


def _same_names(one: ChildIdentity, other: ChildIdentity) -> bool:
    first = name_words(one.given_names)[:1]
    return _same_family(one, other) and bool(first) and first == name_words(other.given_names)[:1]


def _same_family(one: ChildIdentity, other: ChildIdentity) -> bool:
    return bool(one.family_name) and plain_name(one.family_name) == plain_name(other.family_name)


def _same_home(one: ChildIdentity, other: ChildIdentity) -> bool:
    homes = ["".join(each.postcode.upper().split()) for each in (one, other)]
    return bool(homes[0]) and homes[0] == homes[1]


def _sounds_alike(one: ChildIdentity, other: ChildIdentity) -> bool:
    ours, theirs = ({sound_of(word) for word in name_words(each.family_name)} for each in (one, other))
    return bool(ours & theirs)


TRACE_STEPS: tuple[TraceStep, ...] = (
    TraceStep(
        "number",
        "The number on the notification, and the date of birth",
        lambda child, other: child.nhs_number == other.nhs_number and child.born_on == other.born_on,
    ),
    TraceStep(
        "exact",
        "Family name, first name, date of birth and sex",
        lambda child, other: (
            _same_names(child, other) and child.born_on == other.born_on and child.sex == other.sex
        ),
    ),
    TraceStep(
        "home",
        "Date of birth and postcode, with a family name that sounds alike or a child not yet named",
        lambda child, other: (
            child.born_on == other.born_on
            and _same_home(child, other)
            and (_sounds_alike(child, other) or not name_words(child.given_names))
        ),
    ),
    TraceStep(
        "near",
        "Names that sound alike, and a date of birth that nearly agrees",
        lambda child, other: (
            _sounds_alike(child, other) and bool(_sounds(child.given_names) & _sounds(other.given_names))
        ),
    ),
)


def trace(child: ChildIdentity, index: PatientIndex) -> Trace:
    """Climb the ladder. Without a date of birth only a number can be looked up."""
    known = list(index.with_number(child.nhs_number)) if child.nhs_number else []
    days = [day for day in near_dates(child.born_on) if day]
    known += index.born_on(days) if days else []
    for step in TRACE_STEPS:
        found = {each.nhs_number: each for each in known if step.agrees(child, each)}
        if found:
            return Trace(step, tuple(found.values())[:MOST_FOUND], len(found) > MOST_FOUND)
    return Trace(None, ())


def _sounds(names: str) -> set[str]:
    return {sound_of(word) for word in name_words(names)} - {""}
