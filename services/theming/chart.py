"""A published table as a bar chart (SVG). A suppressed count is a marked gap, never a bar of height 0."""

import altair
import vl_convert

from services.theming.domain.cells import Missing, Suppressed, TrueZero, Value, as_text
from services.theming.domain.published_table import PublishedRow, PublishedTable

BLUE, GREY, INK = "#005eb8", "#4c6272", "#212b32"
FONT = "Arial, Helvetica, sans-serif"
SIZES = {"wide": (430, 220, 16), "narrow": (150, 130, 13)}
"""Widths in pixels of the plot and of its labels, and the size of the type, by shape of the screen."""


def rows_to_draw(table: PublishedTable) -> tuple[PublishedRow, ...]:
    """Rows with somebody in them, or all if there are few; the table beside the chart has every one."""
    if len(table.rows) <= 12:
        return table.rows
    return tuple(row for row in table.rows if not isinstance(row.cell, TrueZero | Missing))


def as_svg(table: PublishedTable, shape: str = "wide") -> str:
    """The chart as one SVG image, for a ``wide`` or a ``narrow`` screen."""
    rows = rows_to_draw(table)
    width, labels, size = SIZES[shape]
    chart = altair.layer(*_layers(rows, size)).properties(width=width, height=altair.Step(size * 2.1))
    specification = (
        chart.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(
            labelFontSize=size,
            titleFontSize=size,
            labelColor=INK,
            titleColor=INK,
            labelLimit=labels,
            titleFontWeight="normal",
        )
        .to_dict()
    )
    return vl_convert.vegalite_to_svg(specification)


def _layers(rows: tuple[PublishedRow, ...], size: int) -> list[altair.Chart]:
    order = [row.label for row in rows]
    top = max([row.cell.count for row in rows if isinstance(row.cell, Value)], default=10)
    y = altair.Y(
        "label:N", sort=order, title=None, axis=altair.Axis(ticks=False, domain=False, labelPadding=8)
    )
    x = altair.X(
        "count:Q",
        title="Number of cases",
        scale=altair.Scale(domain=[0, top * 1.15]),
        axis=altair.Axis(format="d", tickMinStep=5, grid=False),
    )
    bars = altair.Chart(_data(rows, Value)).mark_bar(color=BLUE).encode(y=y, x=x)
    gaps = altair.Chart(_data(rows, Suppressed)).mark_bar(
        filled=False, stroke=GREY, strokeDash=[4, 3], strokeWidth=1.5
    )
    words = altair.Chart(_data(rows, Value, TrueZero, Missing)).mark_text(
        align="left", dx=6, fontSize=size, color=INK
    )
    marks = altair.Chart(_data(rows, Suppressed)).mark_text(
        align="left", dx=8, fontSize=size, color=GREY, fontStyle="italic"
    )
    return [
        bars,
        gaps.encode(y=y, x=altair.value(0), x2=altair.value("width")),
        words.encode(y=y, x=x, text="words:N"),
        marks.encode(y=y, x=altair.value(0), text="words:N"),
    ]


def _data(rows: tuple[PublishedRow, ...], *kinds: type) -> altair.Data:
    return altair.Data(
        values=[
            {
                "label": row.label,
                "count": row.cell.count if isinstance(row.cell, Value) else 0,
                "words": "Suppressed" if isinstance(row.cell, Suppressed) else as_text(row.cell),
            }
            for row in rows
            if isinstance(row.cell, kinds)
        ]
    )
