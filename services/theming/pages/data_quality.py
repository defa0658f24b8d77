"""The page that says how much is missing in what is recorded."""

from typing import Any

from fastapi import Request, Response

from services.theming.data_quality import data_quality_for
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.data_quality import KINDS, SOURCES, FieldQuality
from services.theming.pages.choices import period_label
from services.theming.pages.statistics import last_year_over, periods_from
from services.theming.queries.counts import held_from
from services.theming.queries.data_quality import data_quality
from shared.disclosure.cells import Missing, as_text
from shared.errors import Invalid
from shared.people import Permission, can, check
from shared.periods import Period, parse_period, period_of
from shared.storage import Transaction
from shared.web import HtmlRouter, Tx, page

html = HtmlRouter()
MOST_YEARS = 5


@html.get("/data-quality", name="data_quality")
def how_complete(request: Request, tx: Tx, period: str = "") -> Response:
    """With no period asked for: the latest year that is over, as on the statistics that it is read beside.

    A quarter holds so few deaths that hardly a share of what is missing in it can be shown, or says much.
    """
    check(tx.person, Permission.VIEW_STATISTICS)
    today = london_day(tx.at)
    periods = periods_from(held_from(tx), today)
    values = {"period": period or last_year_over(periods, today).name}
    choices: dict[str, Any] = {"periods": [(each.name, period_label(each, today)) for each in periods]}
    try:
        asked = parse_period(values["period"])
    except Invalid as invalid:
        return page(request, "data_quality.html", 422, values=values, faults=invalid.faults, **choices)
    exact = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    found = data_quality_for(tx, asked, today=today)
    years = _years(tx, periods, asked) if exact else []
    return page(
        request,
        "data_quality.html",
        values=values,
        asked=asked,
        sources=_by_source(found),
        record_counted=any(each.source == "record" for each in found),
        years=years,
        years_named=[year.name + ("" if year.complete_on(today) else " so far") for year, _ in years],
        exact=exact,
        kinds_of=_kinds_of,
        cell_text=as_text,
        **choices,
    )


def _by_source(found: list[FieldQuality]) -> list[tuple[str, list[FieldQuality]]]:
    return [
        (label, rows) for key, label in SOURCES.items() if (rows := [f for f in found if f.source == key])
    ]


def _kinds_of(rows: list[FieldQuality]) -> dict[str, str]:
    """The kinds that some field of the source can say."""
    return {
        kind: label
        for kind, label in KINDS.items()
        if any(not isinstance(row.missing[kind], Missing) for row in rows)
    }


def _years(tx: Transaction, periods: list[Period], asked: Period) -> list[tuple[Period, list[FieldQuality]]]:
    """The last years of which anything is held, the one asked about among them; the earliest first."""
    last = period_of(asked.starts_on, "Y")
    years = sorted(each for each in periods if each.kind == "Y")
    held = years if last in years[-MOST_YEARS:] else [each for each in years if each <= last]
    return [(year, data_quality(tx, year)) for year in held[-MOST_YEARS:]]
