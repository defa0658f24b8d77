"""The page that says how much is missing in what is recorded."""

from typing import Any

from fastapi import Request, Response

from services.theming.data_quality import data_quality_for
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.data_quality import KINDS, SOURCES, FieldQuality
from services.theming.pages.choices import period_label
from services.theming.pages.statistics import last_ended, periods_from
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
    """With no period asked for: the latest quarter that has ended."""
    check(tx.person, Permission.VIEW_STATISTICS)
    today = london_day(tx.at)
    periods = periods_from(held_from(tx), today)
    values = {"period": period or last_ended(periods, today).name}
    choices: dict[str, Any] = {"periods": [(each.name, period_label(each, today)) for each in periods]}
    try:
        asked = parse_period(values["period"])
    except Invalid as invalid:
        return page(request, "data_quality.html", 422, values=values, faults=invalid.faults, **choices)
    exact = can(tx.person, Permission.VIEW_THEMES_OF_CASE)
    return page(
        request,
        "data_quality.html",
        values=values,
        asked=asked,
        sources=_by_source(data_quality_for(tx, asked, today=today)),
        years=_years(tx, periods, asked) if exact else [],
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
    """The year asked about and those before it of which anything is held, the earliest first."""
    last = period_of(asked.starts_on, "Y")
    held = sorted(each for each in periods if each.kind == "Y" and each <= last)[-MOST_YEARS:]
    return [(year, data_quality(tx, year)) for year in held]
