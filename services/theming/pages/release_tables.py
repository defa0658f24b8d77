"""The tables that somebody asks to have in a release, as a form or an address writes them."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode

from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS
from services.theming.domain.statistics.spans import Span
from services.theming.domain.statistics.table_question import (
    AREA,
    YEAR,
    Asked,
    TableQuestion,
    read_table_question,
)
from services.theming.domain.statistics.tree import AREA_LABELS, AREAS
from services.theming.queries.counts import held_from
from services.theming.queries.releases import may_see_all_of
from services.theming.tables_made.making import SAFE
from shared.disclosure.policies import POLICY_NAMES, policy_on
from shared.periods import Period, period_of, periods_of_year
from shared.storage import Transaction

PARTS = ("rows", "columns", "period", "area", "basis", "policy")
YEARS_TOGETHER = (3, 5)


def read_table(query: str, today: date) -> TableQuestion:
    """The question that a query string holds. Raises Invalid that names every fault."""
    held = parse_qs(query)
    parts = {name: held.get(name, [""])[-1] for name in PARTS}
    asked = Asked(**parts, filters=tuple(held.get("filter", ())))
    return read_table_question(SAFE, asked, today=today)


def read_again(question: Mapping[str, list[str]], today: date) -> TableQuestion:
    """The question of a table that is in a release already."""
    return read_table(written(question), today)


def written(query: Mapping[str, Iterable[str]]) -> str:
    """A question as one line: what a hidden field holds."""
    return urlencode({name: list(values) for name, values in query.items()}, doseq=True)


def from_fields(fields: Mapping[str, str]) -> str:
    """What was chosen in the fields, as such a line."""
    return urlencode({name: fields[name] for name in PARTS if fields.get(name)})


def choices(tx: Transaction) -> dict[str, Any]:
    """What the fields of a table offer."""
    today = london_day(tx.at)
    named = [(name, dim.label) for name, dim in SAFE.items()]
    named += [(AREA, "Area"), (YEAR, "Financial year, of several years")]
    return {
        "dimensions": named,
        "periods": [(span.name, _label(span)) for span in _periods(held_from(tx), today)],
        "areas": [(area, AREA_LABELS.get(area, area)) for area in AREAS],
        "bases": [(name, f"{label}, {BASIS_LABELS[name]}") for name, label in COHORTS.items()],
        "policies": [
            (name, policy_on(name, today).label) for name in POLICY_NAMES if may_see_all_of(tx, name)
        ],
    }


def _periods(first: date | None, today: date) -> list[Span]:
    """Periods that are over and of which everything is held, the latest first, then years together."""
    if first is None:
        return []
    years = range(period_of(first, "Y").year, period_of(today, "Y").year + 1)
    single = [
        Span(p, p)
        for year in years
        for p in periods_of_year(year)
        if p.starts_on >= first and p.complete_on(today)
    ]
    single.sort(key=lambda span: (span.ends_on, span.starts_on), reverse=True)
    whole = [span.first for span in single if span.first.kind == "Y"]
    return single + _together(whole)


def _together(years: Sequence[Period]) -> list[Span]:
    """Three and five years together, up to the latest. ``years``: the latest first."""
    return [Span(years[many - 1], years[0]) for many in YEARS_TOGETHER if len(years) >= many]


def _label(span: Span) -> str:
    return f"{span.name}: {span.starts_on:%B %Y} to {span.ends_on:%B %Y}"
