"""What anybody who may see statistics can read besides: the open tables of one dimension, as shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from services.theming.disclosure.settled import IN_MEMORY, Settled
from services.theming.domain.statistics.dimensions import (
    NOT_BY_ITSELF,
    Dimension,
    dimensions,
    groups_of,
)
from services.theming.domain.statistics.linking import (
    AREA,
    PERIOD,
    THEME,
    Asked,
    Linking,
    linked_dim,
)
from services.theming.domain.statistics.spans import Span
from services.theming.domain.statistics.tree import ALL, AREAS, CASES, Key
from services.theming.domain.themes.codebook import load_codebook
from services.theming.tables_made.counting import ANY, Kind, count_cells
from shared.disclosure.policies import DisclosurePolicy
from shared.periods import Period, periods_of_year

KNOWN = dimensions(load_codebook())


@dataclass(frozen=True)
class OpenStatistics:
    """Cells that the open tables show or hide, of the periods that a question is about."""

    counts: Mapping[Key, int]
    hidden: frozenset[Key]

    @property
    def asked(self) -> Asked:
        return Asked(frozenset(self.counts), frozenset())


def open_statistics(
    kinds: Sequence[Kind],
    span: Span,
    dims: Sequence[Dimension],
    linking: Linking,
    policy: DisclosurePolicy,
    kept: Settled = IN_MEMORY,
) -> OpenStatistics:
    """The open tables by each of ``dims`` and of all cases, for the period or for each year of the span."""
    periods = [span.first] if span.first == span.last else [Period(year, "Y", 1) for year in span.years]
    counts: dict[Key, int] = {}
    hidden: set[Key] = set()
    for period in periods:
        for dim in (None, *_by_themselves(dims)):
            found, gone = _one(kinds, period, dim, linking, policy, kept)
            counts |= found
            hidden |= gone
    return OpenStatistics(counts, frozenset(hidden))


def _by_themselves(dims: Sequence[Dimension]) -> list[Dimension]:
    """Themes and their groups are settled together, whichever of the two is asked for."""
    named = {"theme" if dim.name == "theme_group" else dim.name: dim for dim in dims}
    return [KNOWN[name] for name in named if name not in NOT_BY_ITSELF]


def _one(
    kinds: Sequence[Kind],
    period: Period,
    dim: Dimension | None,
    linking: Linking,
    policy: DisclosurePolicy,
    kept: Settled,
) -> tuple[dict[Key, int], set[Key]]:
    """Of one table the cells of ``period``; what is hidden is settled with the whole year."""
    names = [each.name for each in periods_of_year(period.year)]
    linked = {
        (item, area, name): _linked(of, area, name)
        for item, of in _items(kinds, period, dim).items()
        for area in AREAS
        for name in names
    }
    counted = count_cells(kinds, linked.values(), linking)
    hidden = _hidden(policy, period, dim, {key: counted[of] for key, of in linked.items()}, kept)
    here = {key: of for key, of in linked.items() if key[2] == period.name and ANY not in of}
    return {of: counted[of] for of in here.values()}, {of for key, of in here.items() if key in hidden}


Item = tuple[str, str] | None


def _items(kinds: Sequence[Kind], period: Period, dim: Dimension | None) -> dict[str, Item]:
    """What the table counts, with the dimension and value by which cells know it."""
    if dim is None:
        return {CASES: None}
    months = Span(Period(period.year, "Y", 1), Period(period.year, "Y", 1)).months
    found = {v for kind in kinds if kind.values[PERIOD] <= months for v in kind.values[dim.name]}
    whole = dim if dim.name == THEME else dim.with_found(found)
    items: dict[str, Item] = {value: linked_dim(dim.name, value) for value in whole.values}
    if not dim.overlaps:
        return {CASES: None, **items}
    groups = groups_of(whole, load_codebook())
    of_group = {g: linked_dim("theme_group", g) if dim.name == THEME else (g, ANY) for g in groups}
    return {CASES: None, **items, **of_group}


def _linked(item: Item, area: str, period: str) -> Key:
    held = {PERIOD: period} | ({} if area == ALL else {AREA: area}) | (dict([item]) if item else {})
    return tuple(text for pair in sorted(held.items()) for text in pair)


def _hidden(
    policy: DisclosurePolicy,
    period: Period,
    dim: Dimension | None,
    counts: Mapping[Key, int],
    kept: Settled,
) -> frozenset[Key]:
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.years import hidden_cases, hidden_group, hidden_split

    if dim is None:
        return hidden_cases(policy, period, counts, kept)
    items = tuple(dict.fromkeys(item for item, _, _ in counts if item != CASES))
    if not dim.overlaps:
        return hidden_split(policy, period, items, counts, kept)
    groups = groups_of(replace(dim, values=dict.fromkeys(items, "")), load_codebook())
    within = {group: tuple(value for value in values if value != group) for group, values in groups.items()}
    every = (hidden_group(policy, period, g, of, counts, kept) for g, of in within.items())
    return frozenset().union(*every)
