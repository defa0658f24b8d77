"""Charts of what the open statistics show: of one dimension, for each period and area."""

from services.theming.charting.asked import ChartsAsked
from services.theming.charting.medians import review_times
from services.theming.charts.funnel import AreaYear, Funnel
from services.theming.charts.time_to_review import TimeToReview
from services.theming.charts.timeliness import Notified, Timeliness
from services.theming.domain.statistics.national_figures import nearest
from services.theming.domain.statistics.published_table import PublishedTable
from services.theming.domain.statistics.tree import COUNTY_AND_RUTLAND
from services.theming.publishing import answer, question_of
from shared.disclosure.cells import Cell, Missing, Suppressed
from shared.periods import Period, periods_of_year
from shared.storage import Transaction

FUNNEL_AREAS = ("Leicester", COUNTY_AND_RUTLAND)
FUNNEL_YEARS = 3
SHOWN_ENOUGH = 0.5
"""Quarters are drawn if at least so much of what they would show is shown; else half-years, else years."""
YEARS_OF = {"Q": 2, "H": 3, "Y": 5}


def timeliness(tx: Transaction, asked: ChartsAsked) -> Timeliness:
    """The finest periods of which enough is shown, of the deaths notified."""
    years = asked.years(2)
    before = _notified(tx, asked, years[-2]) if len(years) > 1 else None
    found: tuple[Notified, ...] = ()
    for kind, number in YEARS_OF.items():
        found = tuple(_notified(tx, asked, period) for period in _periods(asked, kind, number))
        if _shown(found) >= SHOWN_ENOUGH:
            break
    return Timeliness(found, _notified(tx, asked, asked.year), before, asked.policy)


def _periods(asked: ChartsAsked, kind: str, years: int) -> list[Period]:
    """Those that have begun, the earliest first."""
    every = [period for year in asked.years(years) for period in periods_of_year(year.year)]
    return [period for period in every if period.kind == kind and period.starts_on <= asked.today]


def _shown(periods: tuple[Notified, ...]) -> float:
    cells = [cell for period in periods for cell in (period.in_time, period.late)]
    held = [cell for cell in cells if not isinstance(cell, Missing)]
    return sum(not isinstance(cell, Suppressed) for cell in held) / max(len(held), 1)


def _notified(tx: Transaction, asked: ChartsAsked, period: Period) -> Notified:
    found = _by_key(_open(tx, asked, by="in_time", period=period, basis="notified"))
    label, within = (period.name, "") if period.kind == "Y" else (period.name[8:], period.name[:7])
    return Notified(
        label,
        within,
        found["in_time"],
        found["late"],
        found["cannot_be_judged"],
        period.complete_on(asked.today),
    )


def funnel(tx: Transaction, asked: ChartsAsked) -> Funnel:
    """Both areas in each of the last years, beside a figure for England of nearly the same year."""
    years = asked.years(FUNNEL_YEARS)
    points = tuple(_point(tx, asked, area, year) for area in FUNNEL_AREAS for year in years)
    words = asked.year.name if len(years) == 1 else f"{years[0].name} to {asked.year.name}"
    return Funnel(words, points, nearest("modifiable", asked.year.year), asked.policy)


def _point(tx: Transaction, asked: ChartsAsked, area: str, year: Period) -> AreaYear:
    table = _open(tx, asked, by="modifiability", period=year, basis="reviewed", area=area)
    return AreaYear(area, year.name, _by_key(table)["modifiable"], table.total)


def time_to_review(tx: Transaction, asked: ChartsAsked) -> TimeToReview:
    """Medians of each year: given only where the number of reviews is shown and large enough."""
    periods = []
    for year in asked.years():
        total = _open(tx, asked, by="modifiability", period=year, basis="reviewed").total
        periods.append(review_times(tx, year, total, asked.area))
    return TimeToReview(tuple(periods), asked.policy)


def _open(
    tx: Transaction, asked: ChartsAsked, *, by: str, period: Period, basis: str, area: str = ""
) -> PublishedTable:
    question = question_of(
        tx, by=by, period=period.name, area=area or asked.area, basis=basis, policy=asked.policy_name
    )
    return answer(tx, question, today=asked.today)


def _by_key(table: PublishedTable) -> dict[str, Cell]:
    return {row.key: row.cell for row in table.rows}
