"""A published table as a bar chart. A suppressed count is a short marked gap, never a bar of height 0."""

from services.theming.charts.look import BLUE, SHAPES
from services.theming.charts.rows import Rows
from services.theming.charts.told import NOT_SHOWN, sentence
from services.theming.domain.statistics.dimensions import COHORTS
from services.theming.domain.statistics.published_table import PublishedRow, PublishedTable
from services.theming.domain.statistics.shares import number
from shared.disclosure.cells import IN_WORDS, Missing, Suppressed, TrueZero, Value, as_text, status_of


def rows_to_draw(table: PublishedTable) -> tuple[PublishedRow, ...]:
    """Rows with somebody in them, or all if there are few; the table beside the chart has every one."""
    if len(table.rows) <= 12:
        return table.rows
    return tuple(row for row in table.rows if not isinstance(row.cell, TrueZero | Missing))


def as_svg(table: PublishedTable, shape: str = "wide") -> str:
    """The chart as one SVG image, for a ``wide`` or a ``narrow`` screen, or for ``print``."""
    drawn = rows_to_draw(table)
    counts, labels = [as_text(row.cell) for row in drawn], [row.label for row in drawn]
    most = max((number(row.cell) or 0 for row in drawn), default=10)
    rows = Rows(SHAPES[shape], labels, counts, "Cases", most)
    for place, row in enumerate(drawn):
        _draw(rows, place, row)
    y = rows.scale(lambda value: f"{value:.0f}", "Number of cases")
    if any(isinstance(row.cell, Suppressed) for row in drawn):
        y = rows.drawing.legend(y, [("gap", "", NOT_SHOWN)])
    title = f"{COHORTS[table.question.basis]} by {table.question.by.label.lower()}"
    told = "; ".join(f"{row.label}: {_told(row)}" for row in drawn)
    return rows.drawing.as_svg(y, title, sentence(told or "Nothing to draw"))


def _draw(rows: Rows, place: int, row: PublishedRow) -> None:
    if isinstance(row.cell, Suppressed):
        rows.gap(place)
    elif isinstance(row.cell, Value):
        half = rows.shape.size * 0.55
        wide = rows.x(row.cell.count) - rows.left
        rows.drawing.bar((rows.left, rows.middles[place] - half), (wide, 2 * half), colour=BLUE)


def _told(row: PublishedRow) -> str:
    return str(row.cell.count) if isinstance(row.cell, Value) else IN_WORDS[status_of(row.cell)]
