"""A series as three charts above each other (SVG): what each of the three ways to judge sees.

The drawing library takes a second to load, so it is loaded when the first chart is drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from services.theming.charts.look import BLUE, GREY, INK
from services.theming.charts.look import SCREEN_TYPE as FONT

if TYPE_CHECKING:
    pass

ORANGE = "#b34a00"
SIZES = {"wide": (600, 130, 15), "narrow": (250, 120, 13)}
"""By shape of the screen: the plot's width and height in pixels, size of the type."""


@dataclass(frozen=True)
class Panel:
    """One chart. ``points``: day, value, whether it spoke. ``lines``: name, and its value on each day."""

    title: str
    points: tuple[tuple[str, float, bool], ...]
    lines: tuple[tuple[str, tuple[tuple[str, float], ...]], ...]
    joined: bool = True


def as_svg(panels: tuple[Panel, ...], shape: str = "wide") -> str:
    """One SVG image, for a ``wide`` or a ``narrow`` screen. A point that spoke is a filled diamond."""
    import altair
    import vl_convert

    width, height, size = SIZES[shape]
    drawn = [_panel(each, size).properties(width=width, height=height) for each in panels]
    chart = altair.vconcat(*drawn, spacing=14).resolve_scale(color="shared", strokeDash="shared")
    axis = {"labelFontSize": size, "titleFontSize": size, "labelColor": INK, "titleColor": INK}
    chart = chart.configure(font=FONT, background="white").configure_view(stroke=None)
    chart = chart.configure_axis(**axis, titleFontWeight="normal", gridColor="#e8edee")
    legend = {"labelFontSize": size, "orient": "bottom", "title": None, "direction": "vertical"}
    title = {"fontSize": size, "anchor": "start", "fontWeight": "bold", "color": INK}
    chart = chart.configure_legend(**legend, labelLimit=width).configure_title(**title)
    svg: str = vl_convert.vegalite_to_svg(chart.to_dict())
    return svg


def _panel(panel: Panel, size: int) -> Any:
    import altair

    spoke = altair.InlineData(values=[_row(each) for each in panel.points if each[2]])
    quiet = altair.InlineData(values=[_row(each) for each in panel.points])
    lines = altair.InlineData(
        values=[
            {"day": day, "value": value, "line": name} for name, line in panel.lines for day, value in line
        ]
    )
    x = altair.X("day:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=5, labelOverlap=True))
    y = altair.Y("value:Q", title=None, axis=altair.Axis(tickCount=4))
    names = [name for name, _ in panel.lines]
    dashes = altair.Scale(domain=["Usual", "Limit"], range=[[1, 0], [6, 4]])
    inks = altair.Scale(domain=["Usual", "Limit"], range=[GREY, ORANGE])
    layers: list[Any] = []
    if names:
        line = altair.Chart(lines).mark_line(interpolate="step-after", strokeWidth=2)
        layers.append(
            line.encode(
                x=x, y=y, strokeDash=altair.StrokeDash("line:N", scale=dashes),
                color=altair.Color("line:N", scale=inks),
            )
        )  # fmt: skip
    if panel.joined:
        layers.append(altair.Chart(quiet).mark_line(color=BLUE, strokeWidth=1, opacity=0.5).encode(x=x, y=y))
    layers.append(altair.Chart(quiet).mark_point(color=BLUE, filled=True, size=26).encode(x=x, y=y))
    mark = altair.Chart(spoke).mark_point(color=ORANGE, filled=True, shape="diamond", size=150)
    layers.append(mark.encode(x=x, y=y))
    return altair.layer(*layers).properties(title=altair.TitleParams(panel.title, limit=1000, fontSize=size))


def _row(point: tuple[str, float, bool]) -> dict[str, object]:
    return {"day": point[0], "value": point[1]}
