"""What somebody asks of the statistics, checked as a whole before anything is counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from services.theming.domain.london_days import end_of
from services.theming.domain.statistics.choosing import POLICY_LABELS, area_labels, labels_of, not_offered
from services.theming.domain.statistics.dimensions import COHORTS, Dimension
from services.theming.domain.statistics.known_on import read_known_on
from services.theming.domain.statistics.tree import ALL, AREAS
from shared.errors import Fault, Invalid
from shared.periods import Period, parse_period


@dataclass(frozen=True)
class Question:
    """``known_on``: the day as known on which it is asked; None is now."""

    by: Dimension
    period: Period
    area: str
    basis: str
    policy: str
    known_on: date | None = None

    @property
    def known_at(self) -> datetime | None:
        return end_of(self.known_on) if self.known_on else None


def read_question(
    known: dict[str, Dimension],
    *,
    by: str,
    period: str,
    area: str = ALL,
    basis: str = "",
    policy: str = "",
    as_known_on: str = "",
    today: date,
    any_day: bool = False,
) -> Question:
    """The question in its parts. Raises Invalid that names every fault at once.

    ``any_day``: who asks may ask as known on any day, not only the last of a quarter.
    """
    known_on, wrong = read_known_on(as_known_on, today=today, any_day=any_day)
    faults = [
        *_unless_offered("by", by, labels_of(known.values())),
        *_unless_offered("area", _area(area), area_labels(AREAS)),
        *_unless_offered("basis", basis or "reviewed", COHORTS),
        *_unless_offered("policy", policy or "publishable", POLICY_LABELS),
        *wrong,
    ]
    try:
        read = parse_period(period)
    except Invalid as invalid:
        raise Invalid([*faults[:1], *invalid.faults, *faults[1:]] if faults else invalid.faults) from None
    if faults:
        raise Invalid(faults)
    return Question(known[by], read, _area(area), basis or "reviewed", policy or "publishable", known_on)


def _area(written: str) -> str:
    """An area as it is written here, whatever the letters' case; blank means all."""
    by_lower = {area.lower(): area for area in AREAS}
    return by_lower.get(" ".join(written.split()).lower() or ALL, written)


def _unless_offered(field: str, value: str, offered: Mapping[str, str]) -> list[Fault]:
    return [] if value in offered else [not_offered(field, offered)]
