"""What every reader of a published table has besides: the open tables of one dimension, as shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from services.theming.disclosure.released import Released
from services.theming.disclosure.settled import IN_MEMORY, Settled
from services.theming.domain.statistics.dimensions import Dimension, dimensions
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from services.theming.domain.statistics.linking import AREA, PERIOD, THEME
from services.theming.domain.statistics.spans import Span, parse_span
from services.theming.domain.statistics.tree import Key
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.facts import CountedFacts, cases_counted
from services.theming.queries.settled import SettledHere
from services.theming.tables_made.counting import kinds_of
from services.theming.tables_made.open_statistics import open_statistics
from shared.disclosure.policies import DisclosurePolicy
from shared.periods import Period
from shared.storage import Transaction

NAME = "the open statistics"
PUBLISHABLE = "publishable"
KNOWN = dimensions(load_codebook())
THEMES = (THEME, "theme_group")


def open_beside(
    tx: Transaction,
    tables: Sequence[LinkedTable],
    policy: DisclosurePolicy,
    basis: str,
    *,
    known_at: datetime | None = None,
) -> list[Released]:
    """The open tables of the dimensions and periods of ``tables``, as they stand now or stood then.

    None beside what is for boards: the open tables are not for them.
    """
    if policy.name != PUBLISHABLE:
        return []
    dims = _dims(tables)
    spans = [parse_span(name) for name in _periods(tables)]
    first, last = _whole_years(spans)
    counted = cases_counted(tx, basis=basis, dims=dims, first_day=first, last_day=last, known_at=known_at)
    return [open_tables(counted, dims, spans, policy, SettledHere(tx))]


def open_tables(
    counted: Sequence[CountedFacts],
    dims: Iterable[str],
    spans: Iterable[Span],
    policy: DisclosurePolicy,
    kept: Settled = IN_MEMORY,
) -> Released:
    """The open tables by each of ``dims``, counted from the whole of each span's financial years."""
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.tables_made.layout import linking_of

    named: list[Dimension] = [KNOWN[dim] for dim in dims]
    found = {dim.name: {v for each in counted for v in each.values[dim.name]} for dim in named}
    linking, kinds = linking_of(KNOWN, found), kinds_of(counted)
    by_dims: dict[tuple[str, ...], dict[tuple[str, ...], int]] = defaultdict(dict)
    hidden: set[Key] = set()
    for span in spans:
        shown = open_statistics(kinds, span, named, linking, policy, kept)
        hidden |= shown.hidden
        for key, count in shown.counts.items():
            dims_of, values = _laid_out(key)
            by_dims[dims_of][values] = count
    tables = tuple(LinkedTable(_called(dims), dims, counts) for dims, counts in by_dims.items())
    return Released(NAME, Release(tables), frozenset(hidden), open_tables=True)


def _called(dims: Iterable[str]) -> str:
    """What such a table is called where it is the reason for something."""
    by = [KNOWN[dim].label.lower() for dim in dims if dim not in (AREA, PERIOD)]
    return f"by {' and '.join(by)}" if by else "all deaths"


def _dims(tables: Iterable[LinkedTable]) -> tuple[str, ...]:
    """By what cases are to be looked up. A theme is never without its group."""
    names = {dim for table in tables for dim in table.dims} - {AREA, PERIOD}
    return tuple(sorted(names.union(THEMES) if names.intersection(THEMES) else names))


def _periods(tables: Iterable[LinkedTable]) -> list[str]:
    held = [table for table in tables if PERIOD in table.dims]
    return sorted({values[table.dims.index(PERIOD)] for table in held for values in table.counts})


def _whole_years(spans: Iterable[Span]) -> tuple[date, date]:
    """Whole financial years, as the open tables of a year are protected together."""
    years = [year for span in spans for year in span.years]
    return Period(min(years), "Y", 1).starts_on, Period(max(years), "Y", 1).ends_on


def _laid_out(key: Key) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All cells of one dimension in one table, with totals over the area where there is none."""
    held = dict(zip(key[::2], key[1::2], strict=True))
    names = sorted({*held, AREA, PERIOD})
    return tuple(names), tuple(held.get(name, TOTAL) for name in names)
