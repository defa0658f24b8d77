"""Tables of several periods for a report: as the open statistics showed their figures at an instant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from services.theming.charting.medians import median_cell
from services.theming.charting.open_charts import FUNNEL_AREAS, FUNNEL_YEARS, SHOWN_ENOUGH, YEARS_OF
from services.theming.domain.reports.contents import ShownTable
from services.theming.domain.reports.over_time import (
    AREAS,
    AS_OPEN,
    TIMELY,
    WAITED,
    AtATime,
    areas_table,
    timely_table,
    waited_table,
)
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.linking import AREA, PERIOD
from services.theming.domain.statistics.spans import Span
from services.theming.queries.facts import cases_counted
from services.theming.queries.settled import SettledHere
from services.theming.queries.waiting import times_to_review
from services.theming.tables_made.open_tables import PUBLISHABLE, open_tables
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.periods import LAST_NUMBER, Period, periods_of_year
from shared.storage import Transaction

PERIODS_OF_REVIEWS = 5
JUDGED = ("in_time", "late")
ANSWERS = (TOTAL, *JUDGED, "cannot_be_judged", "not_recorded")


@dataclass(frozen=True)
class Known:
    """As known at an instant; ``run_on`` is its day in London. Before ``held_from`` nothing is held."""

    at: datetime
    run_on: date
    held_from: date | None

    @property
    def policy(self) -> DisclosurePolicy:
        """That of the open statistics."""
        return policy_on(PUBLISHABLE, self.run_on)

    def holds(self, period: Period) -> bool:
        return self.held_from is not None and period.ends_on >= self.held_from

    def last(self, span: Period, kind: str, number: int) -> list[Period]:
        """So many periods of a kind up to the end of ``span``, the earliest first; none before any record."""
        years = range(span.year - number // LAST_NUMBER[kind] - 1, span.year + 1)
        every = [each for year in years for each in periods_of_year(year) if each.kind == kind]
        begun = [each for each in every if each.ends_on <= span.ends_on and each.starts_on <= self.run_on]
        return [each for each in begun[-number:] if self.holds(each)]


def tables_over_time(
    tx: Transaction, span: Period, known: Known, wanted: Sequence[str]
) -> dict[str, ShownTable]:
    """Those of ``wanted`` of which any period is held. For who may see statistics."""
    return {name: table for name in wanted if (table := _MADE[name](tx, span, known)).rows}


def _timely(tx: Transaction, span: Period, known: Known) -> ShownTable:
    """The finest periods of which enough is shown, then this year and the one before."""
    kinds = [known.last(span, kind, years * LAST_NUMBER[kind]) for kind, years in YEARS_OF.items()]
    years = known.last(span, "Y", 2)
    every = dict.fromkeys(period for some in (*kinds, years) for period in some)
    open_figures = _open(tx, "notified", "in_time", list(every), known)
    fine = next((some for some in kinds[:-1] if _enough(some, open_figures)), kinds[-1])
    return timely_table(
        [
            AtATime(each, {value: open_figures.cell(each, value) for value in ANSWERS})
            for each in dict.fromkeys([*fine, *years])
        ],
        known.policy,
        AS_OPEN,
    )


def _enough(periods: Sequence[Period], figures: "OpenFigures") -> bool:
    cells = [figures.cell(each, value) for each in periods for value in JUDGED]
    return sum(not isinstance(cell, Suppressed) for cell in cells) >= SHOWN_ENOUGH * max(len(cells), 1)


def _waited(tx: Transaction, span: Period, known: Known) -> ShownTable:
    periods = known.last(span, span.kind, PERIODS_OF_REVIEWS)
    figures = _open(tx, "reviewed", "modifiability", periods, known)
    return waited_table([at_a_time(tx, each, figures.cell(each), known) for each in periods])


def at_a_time(tx: Transaction, period: Period, reviews: Cell, known: Known) -> AtATime:
    """Reviews of a period with both medians; ``reviews`` is their number as it is published."""
    if isinstance(reviews, TrueZero):
        return AtATime(period, {TOTAL: reviews})
    found = times_to_review(tx, first_day=period.starts_on, last_day=period.ends_on, known_at=known.at)
    gross = median_cell([each.months for each in found], reviews)
    net = median_cell([each.months_not_held for each in found], reviews)
    return AtATime(period, {TOTAL: reviews, "gross": gross, "net": net})


def _by_area(tx: Transaction, span: Period, known: Known) -> ShownTable:
    years = known.last(span, "Y", FUNNEL_YEARS)
    figures = _open(tx, "reviewed", "modifiability", years, known)
    return areas_table(
        [
            AtATime(year, {value: figures.cell(year, value, area) for value in (TOTAL, "modifiable")}, area)
            for area in FUNNEL_AREAS
            for year in years
        ],
        known.policy,
        AS_OPEN,
    )


@dataclass(frozen=True)
class OpenFigures:
    """Cells of open tables by period, area ("" is all) and value; one that no table lists has nobody."""

    cells: Mapping[tuple[str, str, str], Cell]
    known: Known

    def cell(self, period: Period, value: str = TOTAL, area: str = "") -> Cell:
        if not self.known.holds(period):
            return Missing()
        return self.cells.get((period.name, area, value), TrueZero())


def _open(tx: Transaction, basis: str, dim: str, periods: Sequence[Period], known: Known) -> OpenFigures:
    """Counted from whole financial years, as the open tables of a year are protected together."""
    if not periods:
        return OpenFigures({}, known)
    years = [period.year for period in periods]
    days = Period(min(years), "Y", 1).starts_on, Period(max(years), "Y", 1).ends_on
    counted = cases_counted(
        tx, basis=basis, dims=(dim,), first_day=days[0], last_day=days[1], known_at=known.at
    )
    spans = [Span(period, period) for period in periods]
    out = open_tables(counted, (dim,), spans, known.policy, SettledHere(tx))
    cells: dict[tuple[str, str, str], Cell] = {}
    for table in out.release.tables:
        for values, count in table.counts.items():
            held = dict(zip(table.dims, values, strict=True))
            area = "" if held[AREA] == TOTAL else held[AREA]
            hidden = table.key(values) in out.hidden
            cells[held[PERIOD], area, held.get(dim, TOTAL)] = (
                Suppressed() if hidden else known.policy.shown(count)
            )
    return OpenFigures(cells, known)


_MADE: Mapping[str, Callable[[Transaction, Period, Known], ShownTable]] = {
    TIMELY: _timely,
    WAITED: _waited,
    AREAS: _by_area,
}
