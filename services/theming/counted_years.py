"""The cases of a financial year counted by one dimension, and which of the counts are hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from services.theming.domain.statistics.counting import CountedCase, count_cases
from services.theming.domain.statistics.dimensions import NOT_BY_ITSELF, Dimension, dimensions, groups_of
from services.theming.domain.statistics.tree import AREAS, Key
from services.theming.domain.themes.codebook import load_codebook
from services.theming.queries.facts import cases_counted
from shared.disclosure.policies import DisclosurePolicy
from shared.periods import Period, periods_of_year
from shared.storage import Transaction

if TYPE_CHECKING:
    from services.theming.disclosure.settled import Settled

KNOWN = {
    name: dimension for name, dimension in dimensions(load_codebook()).items() if name not in NOT_BY_ITSELF
}
COUNTED = tuple(name for name in KNOWN if name != "theme_group")
"""By what years are counted: themes and their groups at once."""


def counted_by(name: str) -> str:
    """By what a year is counted for the table of a dimension."""
    return "theme" if name == "theme_group" else name


@dataclass(frozen=True)
class CountedYear:
    """``by`` is one of ``COUNTED`` with the values that were found besides; of themes ``counts`` has the
    groups too, of other dimensions that overlap one group of all values.
    """

    year: int
    by: Dimension
    counts: Mapping[Key, int]

    def as_json(self) -> dict[str, Any]:
        """Each item's counts by area and, within it, by period; without items that are all 0."""
        places = _places(self.year)
        items = dict.fromkeys(item for item, _, _ in self.counts)
        rows = {item: [self.counts.get((item, *place), 0) for place in places] for item in items}
        return {"values": list(self.by.values), "counts": rows}


def from_json(kept: Mapping[str, Any], name: str, year: int) -> CountedYear:
    """What ``as_json`` gave."""
    places = _places(year)
    counts: dict[Key, int] = {
        (item, *place): count
        for item, row in kept["counts"].items()
        for place, count in zip(places, row, strict=True)
        if count
    }
    return CountedYear(year, KNOWN[name].with_found(kept["values"]), counts)


def _places(year: int) -> Sequence[tuple[str, str]]:
    return [(area, period.name) for area in AREAS for period in periods_of_year(year)]


def count_year(
    tx: Transaction, name: str, year: int, basis: str, known_at: datetime | None = None
) -> CountedYear:
    """Every case of the year by ``name``, one of ``COUNTED``. Raises NotPermitted."""
    whole = Period(year, "Y", 1)
    days = {"first_day": whole.starts_on, "last_day": whole.ends_on}
    found = cases_counted(tx, basis=basis, dims=(name,), **days, known_at=known_at)
    held = {each.values[name] for each in found}
    # A theme that the codebook has no more is not counted.
    by = KNOWN[name].with_found(() if name == "theme" else frozenset().union(*held))
    counted = _with_groups(held, by) if by.overlaps else {values: values for values in held}
    cases = (CountedCase(each.day, each.area, counted[each.values[name]], each.cases) for each in found)
    return CountedYear(year, by, count_cases(cases))


def _with_groups(held: Iterable[frozenset[str]], by: Dimension) -> dict[frozenset[str], frozenset[str]]:
    """What cases with the same values are counted as: these, and the groups that any of them is in."""
    of_value: dict[str, set[str]] = {}
    for group, values in groups_of(by, load_codebook()).items():
        for value in values:
            of_value.setdefault(value, set()).add(group)
    return {values: values.union(*(of_value.get(value, ()) for value in values)) for values in held}


def hidden_of(
    counted: CountedYear, period: Period, policy: DisclosurePolicy, kept: "Settled"
) -> frozenset[Key]:
    """The hidden cells of all periods of the year that have ended when ``period`` has."""
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.years import hidden_group, hidden_split

    by, counts = counted.by, counted.counts
    if not by.overlaps:
        return hidden_split(policy, period, tuple(by.values), counts, kept)
    groups = groups_of(by, load_codebook())
    every = (hidden_group(policy, period, g, values, counts, kept) for g, values in groups.items())
    return frozenset().union(*every)
