"""Who and which units cared for a child, as fingerprints: panel finds who stands too near, and no name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.material.deidentify import named_professionals

# Sectors in which a child is treated. Who works for the same police force or council as a professional of a
# case does not stand too near for that; who works at the treating unit does.
TREATING = frozenset(
    {"acute_hospital", "primary_care", "community_health", "mental_health", "ambulance", "hospice"}
)


@dataclass(frozen=True)
class Involved:
    """Names as they were written: they stay here, and leave as fingerprints alone."""

    people: frozenset[str]
    units: frozenset[str]


def involved(answers: Answers, *, responders: Iterable[str], units: Iterable[tuple[str, str]]) -> Involved:
    """`responders`: who filled in returns or works with the family; `units`: (organisation, sector)."""
    professionals = named_professionals(answers)
    people = {each.name for each in professionals} | {answers.get("notifier.name"), *responders}
    named = [(each.organisation, each.sector) for each in professionals]
    notifier = (answers.get("notifier.organisation"), answers.choice("notifier.sector"))
    treating = {name for name, sector in (*named, notifier, *units) if sector in TREATING}
    return Involved(frozenset(filter(None, people)), frozenset(filter(None, treating)))


def fingerprints(names: Iterable[str], made: Callable[[str], Iterable[str]]) -> tuple[str, ...]:
    """Every fingerprint once, in an order that says nothing of the names'."""
    return tuple(sorted({each for name in names for each in made(name) if each}))
