"""Charts of several periods, drawn from the tables of a report: what is in no table is in none."""

from services.theming.charts import funnel, time_to_review, timeliness
from services.theming.domain.reports.contents import ReportContents, ShownTable
from services.theming.domain.reports.kinds import VERSIONS
from services.theming.domain.reports.over_time import AREAS, TIMELY, WAITED, area_and_period
from services.theming.domain.reports.printed_report import DrawnChart
from services.theming.domain.statistics.national_figures import NationalFigure
from services.theming.reports.shown_cells import cell_of
from shared.disclosure.cells import TrueZero
from shared.disclosure.policies import DisclosurePolicy, policy_on
from shared.periods import Period, parse_period

MODIFIABLE = "modifiable"
FINEST = "QHY"


def timely(contents: ReportContents, shape: str) -> DrawnChart:
    """The finest periods of the table as columns; the years of its end are what the finding compares."""
    table = contents.tables[TIMELY]
    periods = [parse_period(row.key) for row in table.rows]
    fine = min((each.kind for each in periods), key=FINEST.index)
    years = [each for each in periods if each.kind == "Y"]
    before = [each for each in years[:-1] if each.year == years[-1].year - 1]
    data = timeliness.Timeliness(
        tuple(_notified(contents, table, each) for each in periods if each.kind == fine),
        _notified(contents, table, years[-1]),
        _notified(contents, table, before[0]) if before else None,
        _policy(contents),
    )
    return _drawn(
        contents, table, timeliness.finding(data), timeliness.as_svg(data, shape), "Deaths notified"
    )


def _notified(contents: ReportContents, table: ShownTable, period: Period) -> timeliness.Notified:
    label, within = (period.name, "") if period.kind == "Y" else (period.name[8:], period.name[:7])
    values = ("in_time", "late", "cannot_be_judged")
    in_time, late, cannot = (cell_of(table, period.name, value) for value in values)
    return timeliness.Notified(label, within, in_time, late, cannot, period.complete_on(contents.run_on))


def waited(contents: ReportContents, shape: str) -> DrawnChart:
    """The medians of each period beside one another."""
    table = contents.tables[WAITED]
    rows = []
    for row in table.rows:
        reviews = cell_of(table, row.key)
        nobody = isinstance(reviews, TrueZero)
        gross, net = (None if nobody else cell_of(table, row.key, name) for name in ("gross", "net"))
        period = parse_period(row.key)
        label = period.name if period.kind == "Y" else period.label
        rows.append(time_to_review.ReviewTimes(label, reviews, gross, net))
    data = time_to_review.TimeToReview(tuple(rows), _policy(contents))
    found = time_to_review.finding(data), time_to_review.as_svg(data, shape)
    return _drawn(contents, table, *found, "Median months from death to review")


def by_area(contents: ReportContents, shape: str) -> DrawnChart:
    """Each board's share in each year, with where chance would keep it around that of England."""
    table = contents.tables[AREAS]
    points = []
    for row in table.rows:
        area, year = area_and_period(row.key)
        cells = cell_of(table, row.key, "modifiable"), cell_of(table, row.key)
        points.append(funnel.AreaYear(area, year.name, *cells))
    years = list(dict.fromkeys(point.year for point in points))
    words = years[0] if len(years) == 1 else f"{years[0]} to {years[-1]}"
    data = funnel.Funnel(words, tuple(points), _national(contents), _policy(contents))
    found = funnel.finding(data), funnel.as_svg(data, shape)
    return _drawn(contents, table, *found, "The share of reviews with modifiable factors by their number")


def _national(contents: ReportContents) -> NationalFigure | None:
    """The figure for England as the report gives it, with its year and source."""
    beside = contents.tables.get("comparison")
    if beside is None or all(row.key != MODIFIABLE for row in beside.rows):
        return None
    text, year, source = (beside.cell(MODIFIABLE, name).text for name in ("england", "year", "source"))
    label, value = beside.row(MODIFIABLE).label, float(text.removesuffix("%"))
    return NationalFigure(MODIFIABLE, label, parse_period(year).year, value, "per cent", source, 1)


def _drawn(contents: ReportContents, table: ShownTable, finding: str, svg: str, shows: str) -> DrawnChart:
    section = next(each.id for each in contents.sections if table in each.tables)
    return DrawnChart(section, finding, svg, f"{shows}; the numbers are in the table “{table.caption}”.")


def _policy(contents: ReportContents) -> DisclosurePolicy:
    return policy_on(VERSIONS[contents.version][1], contents.run_on)


DRAWN = ((TIMELY, timely), (WAITED, waited), (AREAS, by_area))
