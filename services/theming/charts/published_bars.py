"""A published table as a bar chart (SVG). A suppressed count is a marked gap, never a bar of height 0.

The drawing library takes a second to load, so it is loaded when the first chart is drawn.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from services.theming.domain.statistics.published_table import PublishedRow, PublishedTable
from shared.disclosure.cells import Missing, Suppressed, TrueZero, Value, as_text

if TYPE_CHECKING:
    import altair

BLUE, GREY, INK = "#005eb8", "#4c6272", "#212b32"
FONT = "Arial, Helvetica, sans-serif"
SIZES = {"wide": (560, 40, 16), "narrow": (150, 17, 13)}
"""By shape of the screen: the plot's width in pixels, letters in a line of a label, size of the type."""


def rows_to_draw(table: PublishedTable) -> tuple[PublishedRow, ...]:
    """Rows with somebody in them, or all if there are few; the table beside the chart has every one."""
    if len(table.rows) <= 12:
        return table.rows
    return tuple(row for row in table.rows if not isinstance(row.cell, TrueZero | Missing))


def as_svg(table: PublishedTable, shape: str = "wide") -> str:
    """The chart as one SVG image, for a ``wide`` or a ``narrow`` screen."""
    import altair
    import vl_convert

    rows = rows_to_draw(table)
    width, letters, size = SIZES[shape]
    labels = {row.key: "\n".join(wrap(row.label, letters)) for row in rows}
    lines = max((label.count("\n") + 1 for label in labels.values()), default=1)
    step = altair.Step(size * (1.2 * lines + 0.9))
    chart = altair.layer(*_layers(rows, labels, size)).properties(width=width, height=step)
    axis = {"labelFontSize": size, "titleFontSize": size, "labelColor": INK, "titleColor": INK}
    chart = chart.configure(font=FONT, background="white").configure_view(stroke=None)
    svg: str = vl_convert.vegalite_to_svg(chart.configure_axis(**axis, titleFontWeight="normal").to_dict())
    return svg


def _layers(rows: tuple[PublishedRow, ...], labels: dict[str, str], size: int) -> list[altair.Chart]:
    import altair

    top = max([row.cell.count for row in rows if isinstance(row.cell, Value)], default=10)
    in_lines = altair.Axis(
        ticks=False, domain=False, labelPadding=8, labelLimit=400, labelExpr="split(datum.value, '\\n')"
    )
    counts = altair.Axis(format="d", tickMinStep=5, tickCount=6, grid=False)
    y = altair.Y("label:N", sort=list(labels.values()), title=None, axis=in_lines)
    x = altair.X("count:Q", title="Number of cases", scale=altair.Scale(domain=[0, top * 1.15]), axis=counts)
    at_the_start, to_the_end = altair.value(0), altair.value("width")

    def chart(*kinds: type) -> altair.Chart:
        return altair.Chart(_data(rows, labels, kinds)).encode(y=y)

    beside: dict[str, Any] = {"align": "left", "dx": 8, "fontSize": size}
    return [
        chart(Value).mark_bar(color=BLUE).encode(x=x),
        chart(Suppressed)
        .mark_bar(filled=False, stroke=GREY, strokeDash=[4, 3], strokeWidth=1.5)
        .encode(x=at_the_start, x2=to_the_end),
        chart(Value, TrueZero, Missing).mark_text(**beside, color=INK).encode(x=x, text="words:N"),
        chart(Suppressed)
        .mark_text(**beside, color=GREY, fontStyle="italic")
        .encode(x=at_the_start, text="words:N"),
    ]


def _data(
    rows: tuple[PublishedRow, ...], labels: dict[str, str], kinds: tuple[type, ...]
) -> altair.InlineData:
    import altair

    values = [
        {
            "label": labels[row.key],
            "count": row.cell.count if isinstance(row.cell, Value) else 0,
            "words": "Suppressed" if isinstance(row.cell, Suppressed) else as_text(row.cell),
        }
        for row in rows
        if isinstance(row.cell, kinds)
    ]
    return altair.InlineData(values=values)
