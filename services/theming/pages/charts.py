"""The page of charts, and each chart as an image and its numbers as a file."""

from typing import Any

from fastapi import Request, Response
from markupsafe import Markup

from services.theming.charting.asked import ChartsAsked, read_charts_asked, years_held
from services.theming.charting.filling import ChartKind, FilledChart, chart_kinds, filled
from services.theming.charts.beside import as_csv
from services.theming.charts.look import SHAPES
from services.theming.charts.titled import titled
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.table_rules import table_rules
from services.theming.domain.statistics.tree import ALL, AREA_LABELS
from services.theming.pages.choices import beside_lists
from services.theming.queries.counts import held_from
from services.theming.tables_made.rating import reference_here
from shared.disclosure.policies import policy_on
from shared.errors import Invalid, NotFound
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page, url_for
from shared.web.site import site_of

html = HtmlRouter()
PUBLISHABLE, BOARD = "publishable", "restricted_board"
FOR_BOARDS = "For board members only. Not for publication."
ENDINGS = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}


@html.get("/charts", name="charts")
def charts(request: Request, tx: Tx, year: str = "", area: str = "", policy: str = "") -> Response:
    """All charts of a year and area; with none asked for, the latest year that is over, and all areas.

    Each comes as an image of its own: one that takes long to protect does not keep the others waiting.
    """
    values = _values(tx, year, area, policy)
    choices = _choices(tx)
    try:
        asked = _asked(tx, values)
    except Invalid as invalid:
        return page(
            request,
            "charts.html",
            422,
            values=values,
            faults=beside_lists(invalid.faults),
            charts=(),
            asked=None,
            **choices,
        )
    shown = [_address(request, kind, values) for kind in _kinds(request).values()]
    return page(request, "charts.html", values=values, charts=shown, asked=asked, **choices)


@html.get("/charts/{drawing}", name="chart")
def chart(
    request: Request, tx: Tx, drawing: str, year: str = "", area: str = "", policy: str = ""
) -> Response:
    """One chart with its numbers; with ".svg" or ".csv" at its end, as an image or a file."""
    name, _, ending = drawing.partition(".")
    values = _values(tx, year, area, policy)
    asked = _asked(tx, values)
    kind = _kinds(request).get(name)
    if kind is None or ending not in ("", *ENDINGS):
        raise NotFound("There is no such chart.")
    drawn = filled(tx, kind, asked)
    tx.audit("read_charts", reading=True, detail={**values, "chart": name})
    if ending:
        return _as_file(drawn, ending, request.query_params.get("shape", ""), asked)
    return page(
        request, "chart.html", values=values, asked=asked, chart=drawn, area_labels=AREA_LABELS,
        # Made by an XML library from typed cells and our own labels: every text in it is escaped.
        # allow unescaped: made by an XML library, which escapes every text
        images=[(shape, Markup(drawn.svg(shape))) for shape in ("wide", "narrow")],  # noqa: S704 - every text in it is escaped
        files=_address(request, kind, values)["files"],
    )  # fmt: skip


def _values(tx: Transaction, year: str, area: str, policy: str) -> dict[str, str]:
    check(tx.person, Permission.VIEW_STATISTICS)
    return {"year": year or _last_year(tx), "area": area or ALL, "policy": policy or PUBLISHABLE}


def _asked(tx: Transaction, values: dict[str, str]) -> ChartsAsked:
    """Raises Invalid; and NotPermitted, as board output is for the office alone."""
    if values["policy"] == BOARD:
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


def _address(request: Request, kind: ChartKind, values: dict[str, str]) -> dict[str, Any]:
    """Where a chart stands: its page, its images and its files."""

    def to(ending: str = "", **more: str) -> str:
        return url_for(request, "chart", query={**values, **more}, drawing=kind.name + ending)

    return {
        "name": kind.name,
        "title": kind.title,
        "note": kind.note,
        "page": to(),
        "wide": to(".svg"),
        "narrow": to(".svg", shape="narrow"),
        "files": [("Download the numbers (CSV)", to(".csv")), ("Download the chart (SVG)", to(".svg"))],
    }


def _kinds(request: Request) -> dict[str, ChartKind]:
    reference = reference_here(demo=site_of(request).settings.demo)
    return {kind.name: kind for kind in chart_kinds(reference)}


def _as_file(drawn: FilledChart, ending: str, shape: str, asked: ChartsAsked) -> Response:
    if ending == "csv" and drawn.refused:
        raise NotFound(drawn.refused)
    name = f"{asked.year.name}-{asked.area.lower().replace(' ', '-')}-{drawn.kind.name}.{ending}"
    shape = shape if shape in SHAPES else "wide"
    standing = "" if asked.policy_name == PUBLISHABLE else FOR_BOARDS
    content = as_csv(drawn.table) if ending == "csv" else titled(drawn.svg(shape), shape, standing)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(content, media_type=ENDINGS[ending], headers=headers)
