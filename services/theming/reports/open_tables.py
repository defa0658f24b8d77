"""What every reader of a published report has besides: the open tables of one dimension, as shown."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from services.theming.disclosure.released import Released
from services.theming.domain.statistics.dimensions import Dimension, dimensions
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from services.theming.domain.statistics.linking import AREA, PERIOD
from services.theming.domain.statistics.spans import Span
from services.theming.domain.statistics.tree import Key
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.facts import CountedFacts
from services.theming.tables_made.counting import kinds_of
from services.theming.tables_made.open_statistics import open_statistics
from shared.disclosure.policies import DisclosurePolicy
from shared.periods import Period

NAME = "the open statistics"
KNOWN = dimensions(load_codebook())


def open_tables(
    counted: Sequence[CountedFacts], dims: Iterable[str], period: Period, policy: DisclosurePolicy
) -> Released:
    """The open tables by each of ``dims``, counted from the whole of the period's financial year."""
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.tables_made.layout import linking_of

    named: list[Dimension] = [KNOWN[dim] for dim in dims]
    found = {dim.name: {v for each in counted for v in each.values[dim.name]} for dim in named}
    linking = linking_of(KNOWN, found)
    shown = open_statistics(kinds_of(counted), Span(period, period), named, linking, policy)
    by_dims: dict[tuple[str, ...], dict[tuple[str, ...], int]] = defaultdict(dict)
    for key, count in shown.counts.items():
        dims_of, values = _laid_out(key)
        by_dims[dims_of][values] = count
    tables = tuple(LinkedTable(f"by {' and '.join(dims)}", dims, counts) for dims, counts in by_dims.items())
    return Released(NAME, Release(tables), shown.hidden)


def _laid_out(key: Key) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All cells of one dimension in one table, with totals over the area where there is none."""
    held = dict(zip(key[::2], key[1::2], strict=True))
    names = sorted({*held, AREA, PERIOD})
    return tuple(names), tuple(held.get(name, TOTAL) for name in names)
