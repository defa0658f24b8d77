"""What a form of statistics offers, and what it says where something else was written."""

from collections.abc import Iterable, Mapping
from datetime import date

from services.theming.domain.statistics.choosing import NotOffered
from services.theming.domain.statistics.spans import BETWEEN, Span, parse_span
from shared.counted_words import counted
from shared.errors import Fault, Invalid
from shared.periods import Period, period_of, periods_of_year, year_name

SPANS = (3, 5, 10)
"""So many years are offered together, or as many as are held; others can be written into the address."""
FEWEST = 2
Choices = list[tuple[str, str]]
CALLED = {
    "by": "By",
    "rows": "Rows",
    "columns": "Columns",
    "filter": "Only cases with",
    "area": "Area",
    "basis": "Which deaths",
    "measure": "Shown as",
    "policy": "For whom",
    "as_known_on": "As known on",
}
"""Fields as the forms of statistics call them."""


def beside_lists(faults: Iterable[Fault]) -> list[Fault]:
    """Faults for a page whose fields are lists: what can be chosen stands in them already."""
    return [
        Fault(each.field, f"{CALLED.get(each.field, each.field)}: this is not among the choices here.")
        if isinstance(each, NotOffered)
        else each
        for each in faults
    ]


def spans_offered(first: date | None, today: date, chosen: str = "") -> Choices:
    """Years together first (three or more, or the two that are held), as one holds few cases; then what is
    over, whole years first; then what runs.

    ``chosen``: what was asked for, which is kept also where it would not be offered.
    """
    last, start = period_of(today, "Y").year, period_of(first or today, "Y").year
    together = [
        (
            f"{year_name(end - number + 1)}{BETWEEN}{year_name(end)}",
            f"{counted(number, 'year')} to March {end + 1}",
        )
        for end in range(last - 1, start, -1)
        for number in (SPANS if last - start >= min(SPANS) else (FEWEST,))
        if end - number + 1 >= start
    ]
    begun = [p for year in range(start, last + 1) for p in periods_of_year(year) if p.starts_on <= today]
    begun.sort(key=lambda p: _place(p, today))
    offered = [*together, *((p.name, period_label(p, today)) for p in begun)]
    return [*_kept(chosen, offered), *offered]


def period_label(period: Period, today: date) -> str:
    months = f"{period.starts_on:%B %Y} to {period.ends_on:%B %Y}"
    return f"{period.name}: {months}" + ("" if period.complete_on(today) else " (not over yet)")


def _place(period: Period, today: date) -> tuple[bool, bool, int, int]:
    """Over before running, years before their parts, the latest first, the longer of two first."""
    days = (period.ends_on - period.starts_on).days
    return not period.complete_on(today), period.kind != "Y", -period.ends_on.toordinal(), -days


def _kept(chosen: str, offered: Choices) -> Choices:
    span = _span(chosen)
    return [(span.name, span.label)] if span and span.name not in dict(offered) else []


def _span(written: str) -> Span | None:
    try:
        return parse_span(written) if written else None
    except Invalid:
        return None


def as_offered(values: Mapping[str, str]) -> dict[str, str]:
    """Values with the period in the way in which the list has it."""
    span = _span(values.get("period", ""))
    return {**values, "period": span.name} if span else dict(values)
