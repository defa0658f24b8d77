"""Tables of several periods for boards, from the report's own protected figures."""

from collections.abc import Callable, Mapping, Sequence

from services.theming.charting.open_charts import FUNNEL_AREAS
from services.theming.domain.reports.contents import ShownTable
from services.theming.domain.reports.figures_shown import TIMELY as IN_TIME
from services.theming.domain.reports.over_time import (
    AREAS,
    TIMELY,
    WAITED,
    AtATime,
    areas_table,
    timely_table,
    waited_table,
)
from services.theming.domain.reports.protected import ProtectedReport
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.reports.over_time import ANSWERS, Known, at_a_time
from shared.periods import Period, periods_of_year
from shared.storage import Transaction

REVIEWS, BY_PART = "reviewed_by_months", "modifiability_by_part"


def own_tables(
    tx: Transaction, report: ProtectedReport, span: Period, known: Known, wanted: Sequence[str]
) -> dict[str, ShownTable]:
    """Of the period of the report alone. For who may see statistics."""
    return {name: _MADE[name](tx, report, span, known) for name in wanted}


def quarters_of(span: Period) -> list[Period]:
    """The quarters within a period."""
    every = [each for each in periods_of_year(span.year) if each.kind == "Q"]
    return [each for each in every if span.starts_on <= each.starts_on and each.ends_on <= span.ends_on]


def of_quarter(quarter: Period) -> str:
    """How the table of a quarter is known among those that are protected together."""
    return f"{IN_TIME} {quarter.name}"


def _timely(tx: Transaction, report: ProtectedReport, span: Period, known: Known) -> ShownTable:
    counted = {each: of_quarter(each) for each in quarters_of(span) if of_quarter(each) in report.grids}
    periods = {each: table for each, table in counted.items() if each.starts_on <= known.run_on}
    return timely_table(
        [
            AtATime(period, {value: report.cell(table, value) for value in ANSWERS})
            for period, table in {**periods, span: IN_TIME}.items()
        ],
        report.policy,
    )


def _waited(tx: Transaction, report: ProtectedReport, span: Period, known: Known) -> ShownTable:
    return waited_table([at_a_time(tx, span, report.cell(REVIEWS, TOTAL), known)])


def _by_area(tx: Transaction, report: ProtectedReport, span: Period, known: Known) -> ShownTable:
    def cells(area: str):  # type: ignore[no-untyped-def]
        rows = (TOTAL, "modifiable")
        return {row: report.cells[BY_PART][report.grids[BY_PART].values(row, area)] for row in rows}

    return areas_table([AtATime(span, cells(area), area) for area in FUNNEL_AREAS], report.policy)


_MADE: Mapping[str, Callable[[Transaction, ProtectedReport, Period, Known], ShownTable]] = {
    TIMELY: _timely,
    WAITED: _waited,
    AREAS: _by_area,
}
