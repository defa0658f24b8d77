"""Pages of protected statistics and the scorecard."""

from datetime import date
from typing import Annotated, Any

from fastapi import Depends, Request, Response

from services.theming.api import Workbook, csv_answer, workbook_answer
from services.theming.charts.look import SHAPES
from services.theming.charts.published_bars import as_svg, rows_to_draw
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS
from services.theming.domain.statistics.known_on import quarter_ends
from services.theming.domain.statistics.published_table import PublishedTable
from services.theming.domain.statistics.scorecard import ROAD_AREA_LABEL
from services.theming.domain.statistics.tree import ALL, AREA_LABELS, AREAS
from services.theming.pages.choices import beside_lists, period_label
from services.theming.publishing import KNOWN, answer, question_of
from services.theming.queries.counts import held_from
from services.theming.scorecards import check_may_see_scorecard, scorecards
from shared.disclosure.cells import IN_WORDS, as_text, status_of
from shared.disclosure.policies import policy_on
from shared.errors import Invalid
from shared.indicators import percentage_text
from shared.people import Permission, can, check
from shared.periods import Period, period_of, periods_of_year
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page, url_for
from shared.web.formats import LONDON
from shared.written_dates import written_date

html = HtmlRouter()


async def as_written(
    by: str = "",
    period: str = "",
    area: str = "",
    basis: str = "",
    policy: str = "",
    as_known_on: str = "",
) -> dict[str, str]:
    written = {"by": by, "period": period, "area": area or ALL, "basis": basis, "policy": policy}
    return {**written, "as_known_on": as_known_on}


Written = Annotated[dict[str, str], Depends(as_written)]


@html.get("/statistics", name="statistics")
def statistics(request: Request, tx: Tx, written: Written) -> Response:
    """With no period asked for: themes in the latest year that is over, as a quarter shows hardly any."""
    check(tx.person, Permission.VIEW_STATISTICS)
    today = _today(tx)
    first = held_from(tx)
    periods = periods_from(first, today)
    unless_said = {"by": "theme", "period": last_year_over(periods, today).name}
    unless_said |= {"basis": "reviewed", "policy": "publishable"}
    values = {name: value or unless_said.get(name, "") for name, value in written.items()}
    choices = _choices(tx, periods, today) | {"quarter_ends": _quarter_ends(first, today)}
    try:
        question = question_of(tx, **values)
    except Invalid as invalid:
        faults = beside_lists(invalid.faults)
        return page(request, "statistics.html", 422, values=values, faults=faults, table=None, **choices)
    table = answer(tx, question, today=today)
    return page(
        request, "statistics.html", values=values, table=table, **choices, **_shown(request, table, values)
    )


@html.get("/statistics/chart.svg", name="statistics_chart")
def statistics_chart(tx: Tx, written: Written, shape: str = "wide") -> Response:
    table = _answered(tx, written)
    return Response(as_svg(table, shape if shape in SHAPES else "wide"), media_type="image/svg+xml")


@html.get("/statistics/table.csv", name="statistics_table")
def statistics_table(tx: Tx, written: Written) -> Response:
    return csv_answer(_answered(tx, written))


@html.get("/statistics/table.{kind}", name="statistics_workbook")
def statistics_workbook(tx: Tx, kind: Workbook, written: Written) -> Response:
    return workbook_answer(_answered(tx, written), kind)


@html.get("/scorecard", name="scorecard")
def scorecard(request: Request, tx: Tx, period: str = "") -> Response:
    check_may_see_scorecard(tx.person)
    standing: dict[str, Any] = {
        "percent": percentage_text,
        "road_area": ROAD_AREA_LABEL,
        "as_of": _today(tx),
    }
    try:
        cards = scorecards(tx, period=period, today=_today(tx))
    except Invalid as invalid:
        cards = scorecards(tx, period="", today=_today(tx))
        return page(
            request, "scorecard.html", 422, cards=cards, faults=invalid.faults, period=period, **standing
        )
    return page(request, "scorecard.html", cards=cards, period=cards.chosen.period.name, **standing)


def _answered(tx: Transaction, written: dict[str, str]) -> PublishedTable:
    check(tx.person, Permission.VIEW_STATISTICS)
    return answer(tx, question_of(tx, **written), today=_today(tx))


def _today(tx: Transaction) -> date:
    return tx.at.astimezone(LONDON).date()


def periods_from(first: date | None, today: date) -> list[Period]:
    """Every period from the first of which anything is held to the current one, the latest first."""
    start = period_of(min(first or today, today), "Y").year
    years = range(start, period_of(today, "Y").year + 1)
    begun = [
        p
        for year in years
        for p in periods_of_year(year)
        if p.starts_on <= today and p.ends_on >= (first or today)
    ]
    return sorted(begun, key=lambda p: (p.starts_on, p.ends_on), reverse=True)


def _quarter_ends(first: date | None, today: date) -> list[tuple[str, str]]:
    return [(day.isoformat(), written_date(day)) for day in quarter_ends(first, today)]


def last_ended(periods: list[Period], today: date) -> Period:
    quarters = [period for period in periods if period.kind == "Q"]
    return next((quarter for quarter in quarters if quarter.complete_on(today)), period_of(today, "Q"))


def last_year_over(periods: list[Period], today: date) -> Period:
    """The latest year that is over and held; the latest quarter that is, where there is no such year."""
    years = [period for period in periods if period.kind == "Y" and period.complete_on(today)]
    return years[0] if years else last_ended(periods, today)


def _choices(tx: Transaction, periods: list[Period], today: date) -> dict[str, Any]:
    offered = ["publishable"] + (
        ["restricted_board"] if can(tx.person, Permission.VIEW_THEMES_OF_CASE) else []
    )
    return {
        "any_day": can(tx.person, Permission.VIEW_THEMES_OF_CASE),
        "dimensions": [(dimension.name, dimension.label) for dimension in KNOWN.values()],
        "periods": [(p.name, period_label(p, today)) for p in periods],
        "areas": [(area, AREA_LABELS.get(area, area)) for area in AREAS],
        "bases": [(name, f"{label}, {BASIS_LABELS[name]}") for name, label in COHORTS.items()],
        "policies": [(name, policy_on(name, today).label) for name in offered],
        "area_labels": AREA_LABELS,
        "may_keep_clients": can(tx.person, Permission.KEEP_API_CLIENTS),
    }


def _shown(request: Request, table: PublishedTable, values: dict[str, str]) -> dict[str, Any]:
    kinds = {status: sum(status_of(row.cell) == status for row in table.rows) for status in IN_WORDS}
    return {
        "cohort": COHORTS[table.question.basis],
        "basis_label": BASIS_LABELS[table.question.basis],
        "cell_text": as_text,
        "cell_status": status_of,
        "status_words": IN_WORDS,
        "kinds": kinds,
        "not_drawn": len(table.rows) - len(rows_to_draw(table)),
        "drawn": len(rows_to_draw(table)),
        "csv_url": url_for(request, "statistics_table", query=values),
        "workbooks": [
            (label, url_for(request, "statistics_workbook", kind=kind, query=values))
            for kind, label in (("xlsx", "Excel workbook (XLSX)"), ("ods", "OpenDocument spreadsheet (ODS)"))
        ],
        "chart_url": url_for(request, "statistics_chart", query=values),
        "narrow_chart_url": url_for(request, "statistics_chart", query={**values, "shape": "narrow"}),
    }
