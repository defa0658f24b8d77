"""The page of charts, and each chart as an image and its numbers as a file."""

from typing import Any, Literal

from fastapi import Request, Response
from markupsafe import Markup

from services.theming.charting.asked import ChartsAsked, read_charts_asked, years_held
from services.theming.charting.filling import FilledChart, chart_kinds, filled
from services.theming.charts.beside import as_csv
from services.theming.charts.look import SHAPES
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.table_rules import table_rules
from services.theming.domain.statistics.tree import ALL, AREA_LABELS
from services.theming.queries.counts import held_from
from services.theming.reference.reading import Reference
from services.theming.tables_made.rating import reference_here
from shared.disclosure.policies import policy_on
from shared.errors import Invalid, NotFound
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page, url_for
from shared.web.site import site_of

html = HtmlRouter()
PUBLISHABLE, BOARD = "publishable", "restricted_board"


@html.get("/charts", name="charts")
def charts(request: Request, tx: Tx, year: str = "", area: str = "", policy: str = "") -> Response:
    """All charts of a year and area; with none asked for, the latest year that is over, and all areas."""
    values = _values(tx, year, area, policy)
    try:
        asked = _asked(tx, values)
    except Invalid as invalid:
        return page(
            request, "charts.html", 422, values=values, faults=invalid.faults, charts=(), asked=None,
            **_choices(tx),
        )  # fmt: skip
    kinds = chart_kinds(_reference(request))
    shown = [_shown(request, filled(tx, kind, asked), values) for kind in kinds]
    tx.audit("read_charts", reading=True, detail=values)
    return page(request, "charts.html", values=values, charts=shown, asked=asked, **_choices(tx))


@html.get("/charts/{drawing}.{kind}", name="chart")
def chart(
    request: Request,
    tx: Tx,
    drawing: str,
    kind: Literal["csv", "svg"],
    year: str = "",
    area: str = "",
    policy: str = "",
    shape: str = "wide",
) -> Response:
    """One chart as an image, or its numbers as a file."""
    values = _values(tx, year, area, policy)
    asked = _asked(tx, values)
    found = {each.name: each for each in chart_kinds(_reference(request))}
    if drawing not in found:
        raise NotFound("There is no such chart.")
    drawn = filled(tx, found[drawing], asked)
    tx.audit("read_charts", reading=True, detail={**values, "chart": drawing})
    if drawn.refused:
        raise NotFound(drawn.refused)
    if kind == "svg":
        return _as_file(
            drawn.svg(shape if shape in SHAPES else "wide"), "image/svg+xml", f"{drawing}.svg", asked
        )
    return _as_file(as_csv(drawn.table), "text/csv; charset=utf-8", f"{drawing}.csv", asked)


def _values(tx: Transaction, year: str, area: str, policy: str) -> dict[str, str]:
    check(tx.person, Permission.VIEW_STATISTICS)
    return {"year": year or _last_year(tx), "area": area or ALL, "policy": policy or PUBLISHABLE}


def _asked(tx: Transaction, values: dict[str, str]) -> ChartsAsked:
    """Raises Invalid; and NotPermitted, as board output is for the office alone."""
    if values["policy"] != PUBLISHABLE:
        check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return read_charts_asked(**values, held_from=held_from(tx), today=london_day(tx.at))


def _last_year(tx: Transaction) -> str:
    """The latest year that is over, or the one that runs if nothing older is held."""
    years = years_held(held_from(tx), london_day(tx.at))
    return years[min(1, len(years) - 1)]


def _choices(tx: Transaction) -> dict[str, Any]:
    today = london_day(tx.at)
    office = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    names = (PUBLISHABLE, BOARD) if office else (PUBLISHABLE,)
    areas = table_rules(names[-1], today).areas
    return {
        "years": [(year, year) for year in years_held(held_from(tx), today)],
        "areas": [(area, AREA_LABELS.get(area, area)) for area in areas],
        "policies": [(name, policy_on(name, today).label) for name in names],
        "area_labels": AREA_LABELS,
    }


def _shown(request: Request, chart: FilledChart, values: dict[str, str]) -> dict[str, Any]:
    name = chart.kind.name
    shown = {"name": name, "title": chart.kind.title, "finding": chart.finding, "note": chart.kind.note}
    if chart.refused:
        return {**shown, "refused": chart.refused}
    return {
        **shown,
        # Made by an XML library from typed cells and our own labels: every text in it is escaped.
        "images": [(shape, Markup(chart.svg(shape))) for shape in ("wide", "narrow")],
        "table": chart.table,
        "files": [
            (label, url_for(request, "chart", query=values, drawing=name, kind=kind))
            for kind, label in (("csv", "Download the numbers (CSV)"), ("svg", "Download the chart (SVG)"))
        ],
    }


def _as_file(content: str, media: str, name: str, asked: ChartsAsked) -> Response:
    area = asked.area.lower().replace(" ", "-")
    disposition = f'attachment; filename="{asked.year.name}-{area}-{name}"'
    return Response(content, media_type=media, headers={"Content-Disposition": disposition})


def _reference(request: Request) -> Reference:
    return reference_here(demo=site_of(request).settings.demo)
