"""What a page of charts is about: a year, an area and a policy, checked as a whole."""

from dataclasses import dataclass
from datetime import date

from services.theming.domain.statistics.choosing import POLICY_LABELS, area_labels, not_offered
from services.theming.domain.statistics.spans import Span
from services.theming.domain.statistics.table_rules import table_rules
from services.theming.domain.statistics.tree import ALL
from shared.disclosure.policies import POLICY_NAMES, DisclosurePolicy, policy_on
from shared.errors import Fault, Invalid
from shared.periods import Period, parse_period, year_name

YEARS_TOGETHER = 5
"""Small numbers of several years are taken together, or hardly any could be shown."""


@dataclass(frozen=True)
class ChartsAsked:
    """``first``: the first year of which anything is held. ``today`` is the day in London."""

    year: Period
    area: str
    policy_name: str
    first: int
    today: date

    @property
    def policy(self) -> DisclosurePolicy:
        return policy_on(self.policy_name, self.today)

    @property
    def complete(self) -> bool:
        return self.year.complete_on(self.today)

    def years(self, number: int = YEARS_TOGETHER) -> tuple[Period, ...]:
        """So many years up to the one asked for, without those before anything is held."""
        first = min(self.year.year, max(self.first, self.year.year - number + 1))
        return tuple(Period(year, "Y", 1) for year in range(first, self.year.year + 1))

    @property
    def span(self) -> Span:
        return Span(self.years()[0], self.year)

    @property
    def span_words(self) -> str:
        first = self.span.first.name
        return self.year.name if first == self.year.name else f"{first} to {self.year.name}"


def read_charts_asked(
    *, year: str, area: str, policy: str, held_from: date | None, today: date
) -> ChartsAsked:
    """What was asked. Raises Invalid that names every fault at once, and never repeats what was written."""
    policy = policy or POLICY_NAMES[0]
    faults = [] if policy in POLICY_NAMES else [not_offered("policy", POLICY_LABELS)]
    areas = table_rules(policy if not faults else POLICY_NAMES[0], today).areas
    faults += [] if (area or ALL) in areas else [not_offered("area", area_labels(areas))]
    period = None
    try:
        period = parse_period(year)
    except Invalid as invalid:
        faults += [Fault("year", fault.message) for fault in invalid.faults]
    if period and period.kind != "Y":
        faults.append(Fault("year", "Charts are about a whole year: write 2025-26."))
    if faults or period is None:
        raise Invalid(faults)
    first = period_year(min(held_from or today, today))
    return ChartsAsked(period, area or ALL, policy, first, today)


def period_year(day: date) -> int:
    """The calendar year in which the financial year of a day begins."""
    return day.year - (day.month < 4)


def years_held(held_from: date | None, today: date) -> list[str]:
    """The names of every financial year of which anything is held, the latest first."""
    first = period_year(min(held_from or today, today))
    return [year_name(year) for year in range(period_year(today), first - 1, -1)]
