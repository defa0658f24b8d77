"""A table of a release as it is kept, and as plain data: what went out can always be read again."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from services.theming.domain.releases.laid_out import Axis, Layout
from services.theming.domain.statistics.linked_tables import LinkedTable, Sum, Values
from services.theming.domain.statistics.tree import Key
from shared.disclosure.cells import Cell, Suppressed
from shared.disclosure.policies import DisclosurePolicy

Json = dict[str, Any]


@dataclass(frozen=True)
class KeptTable:
    """``question`` is the query it came from. ``hidden``: the places whose counts are not shown."""

    number: int
    question: Mapping[str, list[str]]
    layout: Layout
    linked: LinkedTable
    hidden: frozenset[Values]

    def cell(self, policy: DisclosurePolicy, values: Values) -> Cell:
        return Suppressed() if values in self.hidden else policy.shown(self.linked.counts[values])

    @property
    def hidden_keys(self) -> frozenset[Key]:
        return frozenset(self.linked.key(values) for values in self.hidden)


def table_as_json(table: LinkedTable, hidden: Iterable[Key]) -> Json:
    """``counts``: of each cell its values, then its count; ``hidden``: the values of hidden cells."""
    gone = frozenset(hidden)
    return {
        "name": table.name,
        "dims": list(table.dims),
        "counts": [[*values, count] for values, count in table.counts.items()],
        "hidden": [list(values) for values in table.counts if table.key(values) in gone],
    }


def table_from_json(kept: Json) -> tuple[LinkedTable, frozenset[Values]]:
    counts = {tuple(values): count for *values, count in kept["counts"]}
    hidden = frozenset(tuple(values) for values in kept["hidden"])
    return LinkedTable(kept["name"], tuple(kept["dims"]), counts), hidden


def layout_as_json(layout: Layout) -> Json:
    return asdict(layout)


def layout_from_json(kept: Json) -> Layout:
    return Layout(
        title=kept["title"],
        rows=_axis(kept["rows"]),
        columns=_axis(kept["columns"]) if kept["columns"] else None,
        fixed=_pairs(kept["fixed"]),
        about=_pairs(kept["about"]),
    )


def sums_as_json(sums: Mapping[str, tuple[Sum, ...]]) -> Json:
    return {dim: [asdict(each) for each in of] for dim, of in sums.items()}


def sums_from_json(kept: Json) -> dict[str, tuple[Sum, ...]]:
    return {
        dim: tuple(Sum(**{**each, "parts": tuple(each["parts"])}) for each in of) for dim, of in kept.items()
    }


def _axis(kept: Json) -> Axis:
    total, label = kept["total"]
    return Axis(kept["dim"], kept["label"], _pairs(kept["values"]), (total, label))


def _pairs(kept: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in kept)
