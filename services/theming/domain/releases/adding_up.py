"""How the values of each dimension of released tables add up, as far as any reader could use it.

Periods are laminar: quarters within halves within years within spans of years. Every way of cutting a period
into such parts is a sum, so that what is left over between any two that are out is known.
"""

from collections.abc import Iterable, Mapping

from services.theming.domain.statistics.dimensions import NOT_RECORDED, Dimension
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Sum
from services.theming.domain.statistics.linking import AREA, GROUP, PERIOD, THEME
from services.theming.domain.statistics.spans import Span, parse_span
from services.theming.domain.statistics.table_question import YEAR
from services.theming.domain.statistics.tree import ALL, PARTS_OF_AREA
from services.theming.domain.themes.codebook import Codebook
from shared.periods import Period

Sums = Mapping[str, tuple[Sum, ...]]


def sums_of(known: Mapping[str, Dimension], codebook: Codebook, tables: Iterable[LinkedTable]) -> Sums:
    """Every sum over the dimensions, the areas and the periods of ``tables``."""
    held = _values_in(tables)
    others = {
        name: (_total_of(dim, held.get(name, ())),)
        for name, dim in known.items()
        if name not in (AREA, YEAR, THEME, "theme_group")
    }
    return {**others, AREA: _areas(), THEME: _themes(codebook), PERIOD: _periods(held.get(PERIOD, ()))}


def overlapping_spans(periods: Iterable[str]) -> list[tuple[str, str]]:
    """Pairs of spans of which neither holds the other, though they share years."""
    spans = sorted({parse_span(name) for name in periods}, key=lambda span: span.name)
    return [
        (one.name, other.name)
        for number, one in enumerate(spans)
        for other in spans[number + 1 :]
        if one.months & other.months and not (one.months <= other.months or other.months <= one.months)
    ]


def _values_in(tables: Iterable[LinkedTable]) -> dict[str, dict[str, None]]:
    """The values of each dimension that some table has, in order."""
    found: dict[str, dict[str, None]] = {}
    for table in tables:
        for values in table.counts:
            for dim, value in zip(table.dims, values, strict=True):
                if value != TOTAL:
                    found.setdefault(dim, {})[value] = None
    return found


def _total_of(dim: Dimension, held: Iterable[str]) -> Sum:
    values = tuple(dict.fromkeys([*dim.values, NOT_RECORDED, *held]))
    return Sum(TOTAL, values, overlapping=dim.overlaps)


def _areas() -> tuple[Sum, ...]:
    """Each area of its parts, and all of the smallest."""
    smallest = tuple(part for parts in PARTS_OF_AREA.values() for part in parts if part not in PARTS_OF_AREA)
    tree = tuple(Sum(TOTAL if whole == ALL else whole, parts) for whole, parts in PARTS_OF_AREA.items())
    return (*tree, Sum(TOTAL, smallest))


def _themes(codebook: Codebook) -> tuple[Sum, ...]:
    members = {
        group: tuple(theme.id for theme in codebook.themes.values() if theme.group == group)
        for group in codebook.groups
    }
    every = tuple(f"{GROUP}{group}" for group in members)
    themes = tuple(theme for of in members.values() for theme in of)
    return (
        Sum(TOTAL, every, overlapping=True),
        Sum(TOTAL, themes, overlapping=True),
        *(Sum(f"{GROUP}{group}", of, overlapping=True, covering=True) for group, of in members.items()),
    )


def _periods(names: Iterable[str]) -> tuple[Sum, ...]:
    spans = {span.name: span for span in map(parse_span, names)}
    every = [each for span in spans.values() for each in _cuts(span, spans.values())]
    return tuple(dict.fromkeys(every))


def _cuts(span: Span, others: Iterable[Span]) -> list[Sum]:
    """The sums of a span and of every period within it."""
    years = [Period(year, "Y", 1) for year in span.years]
    if span.first.kind != "Y":
        return [Sum(span.name, tuple(part.name for part in span.first.parts))] * bool(span.first.parts)
    within = [each for year in years for each in _of_year(year)]
    if len(years) == 1:
        return within
    whole = [year.name for year in years]
    one_cut = [Sum(span.name, _cut(whole, each)) for each in within if each.whole in whole]
    inner = [
        Sum(span.name, (each.name, *(year.name for year in years if year.year not in each.years)))
        for each in others
        if 1 < len(each.years) < len(years) and each.months < span.months
    ]
    return [Sum(span.name, tuple(whole)), *one_cut, *inner, *within]


def _cut(whole: Iterable[str], by: Sum) -> tuple[str, ...]:
    """The years with one of them in its parts."""
    return tuple(part for name in whole for part in (by.parts if name == by.whole else (name,)))


def _of_year(year: Period) -> list[Sum]:
    """A year of its halves, of its quarters, and of a half and the other's quarters."""
    halves = [Sum(half.name, tuple(part.name for part in half.parts)) for half in year.parts]
    first, second = halves
    ways = (
        (first.whole, second.whole),
        (*first.parts, *second.parts),
        (first.whole, *second.parts),
        (*first.parts, second.whole),
    )
    return [*(Sum(year.name, way) for way in ways), *halves]
