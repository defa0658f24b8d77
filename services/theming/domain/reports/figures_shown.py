"""Tables that take their figures from others: scorecard, exceptions, completeness, beside England."""

from collections.abc import Mapping
from dataclasses import replace

from services.theming.domain.reports.contents import ShownRow, ShownTable, said, shown
from services.theming.domain.reports.counting import Grid
from services.theming.domain.reports.in_words import in_words
from services.theming.domain.reports.protected import ProtectedReport
from services.theming.domain.reports.showing import PARTS_ADD, share
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.national_figures import NationalFigure, nearest
from services.theming.domain.statistics.scorecard import FREQUENCIES, ROAD_AREA_LABEL
from shared.disclosure.cells import TrueZero
from shared.indicators import Timeliness, percentage_text
from shared.periods import Period
from shared.written_dates import written_date

TIMELY = "in_time_by_part"
ROAD_THEME = "road_vehicle"
# What a board looks at first, if there is any of it: tables with their rows.
EXCEPTIONS = (
    (TIMELY, "late"),
    (TIMELY, "cannot_be_judged"),
    ("actions_overdue", "overdue"),
    ("actions_by_state", "declined"),
)
# Fields of the notification, each with the table that counts it and the value that says it is not known.
FIELDS = (
    ("Age at death", "notified_by_age", "not known"),
    ("Sex", "notified_by_sex", "not_known"),
    ("Ethnic group", "notified_by_ethnicity", "Not known"),
    ("Deprivation", "notified_by_deprivation", ""),
    ("Place of death", "notified_by_place", "Not known"),
    ("Sector of the notifier", "notified_by_sector", "not_known"),
    ("Whether in time", TIMELY, "cannot_be_judged"),
)
NO_QUESTION = "–"
NOT_SPLIT = "not split"
EXACT = "The scorecard is exact, small numbers too, as the boards agreed. It is for them alone."


def scorecard_table(
    report: ProtectedReport, counts: Mapping[str, Grid], span: Period, road_notified: int, *, exact: bool
) -> ShownTable:
    """The block that the boards know. Exact for them; published, it says what the protected table says."""
    period = f"{written_date(span.starts_on)} to {written_date(span.ends_on)}"
    rows = [
        *(_timely_exact(counts[TIMELY]) if exact else _timely_protected(report)),
        *_road(report, road_notified, exact=exact, counts=counts),
    ]
    every = (said(FREQUENCIES[span.kind]), said(period))
    return ShownTable(
        id="scorecard",
        caption="Scorecard",
        head="Indicator",
        definition="scorecard",
        of_base="notified",
        columns=((TOTAL, "Total"), ("frequency", "Reporting frequency"), ("period", "Period")),
        rows=tuple(ShownRow(key, label, "value", (said(text), *every)) for key, label, text in rows),
        notes=(EXACT,) if exact else (),
    )


def _timely_exact(grid: Grid) -> list[tuple[str, str, str]]:
    def count(row: str) -> int:
        return grid.linked.counts[grid.values(row, TOTAL)]

    of = Timeliness(count("in_time"), count("late"), count("cannot_be_judged") + count("not_recorded"))
    return [
        ("sentence", "Notifications reported in the agreed timescale", of.sentence),
        ("in_time", "Within it", f"{of.in_time} ({percentage_text(of.in_time, of.judged)})"),
        ("late", "Late", f"{of.late} ({percentage_text(of.late, of.judged)})"),
        ("cannot_be_judged", "Cannot be judged: neither in time nor late", str(of.cannot_be_judged)),
    ]


def _timely_protected(report: ProtectedReport) -> list[tuple[str, str, str]]:
    def words(row: str) -> str:
        return in_words(report.cell(TIMELY, row), report.policy)

    def shared(row: str) -> str:
        cell = report.table(TIMELY).cell(row, TOTAL)
        return f"{words(row)} ({cell.share})" if cell.share not in ("", "*") else words(row)

    sentence = f"Notifications received: {words(TOTAL)}. Within agreed timeframe: {words('in_time')}."
    return [
        ("sentence", "Notifications reported in the agreed timescale", sentence),
        ("in_time", "Within it", shared("in_time")),
        ("late", "Late", shared("late")),
        ("cannot_be_judged", "Cannot be judged: neither in time nor late", words("cannot_be_judged")),
    ]


def _road(
    report: ProtectedReport, notified: int, *, exact: bool, counts: Mapping[str, Grid]
) -> list[tuple[str, str, str]]:
    told = in_words(report.policy.shown(notified), report.policy)
    rows = [("road_notified", f"Road traffic deaths at notification, {ROAD_AREA_LABEL}", told)]
    if "themes" in report.grids:
        grid = counts["themes"]
        known = grid.linked.counts[grid.values(ROAD_THEME, TOTAL)]
        after = str(known) if exact else in_words(report.cell("themes", ROAD_THEME), report.policy)
        rows.append(("road_reviewed", f"Road traffic deaths after review, {ROAD_AREA_LABEL}", after))
    return [(key, label, str(notified) if exact and key == "road_notified" else text)
            for key, label, text in rows]  # fmt: skip


def exceptions_table(report: ProtectedReport) -> ShownTable | None:
    """Rows of which there is any, shown or hidden, each with the figure for each board."""
    found = []
    for table, row in EXCEPTIONS:
        if table in report.grids and not isinstance(report.cell(table, row), TrueZero):
            found.append((report.table(table), row))
    if not found:
        return None
    pattern = max((table for table, _ in found), key=lambda table: len(table.columns))
    return ShownTable(
        id="exceptions",
        caption="What the board looks at first, for each board",
        head="What",
        definition="in_time",
        of_base="part",
        columns=pattern.columns,
        rows=tuple(_named(table, row, pattern) for table, row in found),
        notes=(PARTS_ADD,),
    )


def _named(table: ShownTable, row: str, pattern: ShownTable) -> ShownRow:
    """A row of another table; a label that says little by itself says what it is of."""
    found, held = table.row(row), {name for name, _ in table.columns}
    cells = tuple(table.cell(row, name) if name in held else said(NOT_SPLIT) for name, _ in pattern.columns)
    label = LABELS.get((table.id, row), found.label)
    return replace(found, key=f"{table.id}/{row}", label=label, kind="value", cells=cells)


LABELS = {
    (TIMELY, "late"): "Deaths notified later than the next working day",
    (TIMELY, "cannot_be_judged"): "Deaths of which it cannot be judged whether they were notified in time",
    ("actions_overdue", "overdue"): "Actions of the period that are overdue",
    ("actions_by_state", "declined"): "Actions of the period that were not accepted",
}


def quality_table(report: ProtectedReport) -> ShownTable:
    """Of each field how often it was not known, and how often nothing was recorded."""
    rows = tuple(
        _field(report, label, table, unknown) for label, table, unknown in FIELDS if table in report.grids
    )
    return ShownTable(
        id="quality",
        caption="Notifications: fields not known and not recorded",
        head="Field of the notification",
        definition="unknown",
        of_base="notified",
        columns=(
            (TOTAL, "Deaths notified"),
            ("not_known", "Said to be not known"),
            ("not_recorded", "Not recorded"),
        ),
        rows=rows,
        notes=("A dash: the form offers no “not known” for this field.",),
    )


def _field(report: ProtectedReport, label: str, table: str, unknown: str) -> ShownRow:
    base = report.cell(table, TOTAL)

    def cell(row: str):  # type: ignore[no-untyped-def]
        one = report.cell(table, row)
        return shown(one, share(one, base, (), report.policy))

    not_known = cell(unknown) if unknown else said(NO_QUESTION)
    return ShownRow(table, label, "value", (shown(base), not_known, cell("not_recorded")))


def comparison_table(report: ProtectedReport, span: Period) -> ShownTable | None:
    """The panel's share beside what was published for England of the nearest year that compares."""
    rows = []
    for indicator, table, row, missing in COMPARED:
        figure = nearest(indicator, span.year)
        if figure and table in report.grids and row in report.grids[table].rows.labels:
            ours = report.share(table, row, missing)
            rows.append(_beside(figure, "not shown" if ours in ("*", "") else ours))
    if not rows:
        return None
    return ShownTable(
        id="comparison",
        caption="Beside what was published for England",
        head="Figure",
        definition="comparison",
        of_base="comparison",
        columns=(("ours", "This panel"), ("england", "England"), ("year", "Year"), ("source", "Source")),
        rows=tuple(rows),
    )


COMPARED = (("modifiable", "modifiability_by_part", "modifiable", ("not_recorded",)),)


def _beside(figure: NationalFigure, ours: str) -> ShownRow:
    cells = (said(ours), said(figure.text), said(figure.year_name), said(figure.source))
    return ShownRow(figure.indicator, figure.label, "value", cells)
