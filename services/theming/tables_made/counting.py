"""Many cells counted at once: cases are laid out once for each set of dimensions, and summed from there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from services.theming.domain.statistics.linked_tables import pairs
from services.theming.domain.statistics.linking import AREA, PERIOD, THEME, Linking, linked_dim
from services.theming.domain.statistics.spans import MONTH
from services.theming.domain.statistics.tree import Key
from services.theming.queries.facts import CountedFacts

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

ANY = "any"
"""Cases with any value of a dimension of which they can have several are ("any theme", ANY)."""


@dataclass(frozen=True)
class Kind:
    """Cases that are alike in all that is counted: ``values`` by dimension, month and area among them."""

    values: Mapping[str, frozenset[str]]
    cases: int


def kinds_of(counted: Iterable[CountedFacts]) -> list[Kind]:
    """Cases as cells know them."""
    return [
        Kind(
            {
                **_linked(each.values),
                PERIOD: frozenset({f"{MONTH}{each.day:%Y-%m}"}),
                AREA: frozenset({each.area}),
            },
            each.cases,
        )
        for each in counted
    ]


def _linked(values: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """A theme and a group of themes are values of one dimension."""
    found: dict[str, frozenset[str]] = {}
    for name, held in values.items():
        for value in held:
            dim, linked = linked_dim(name, value)
            found[dim] = found.get(dim, frozenset()) | {linked}
        found.setdefault(THEME if name == "theme_group" else name, frozenset())
        found[f"any {name}"] = frozenset({ANY} if held else ())
    return found


def count_cells(kinds: Sequence[Kind], keys: Iterable[Key], linking: Linking) -> dict[Key, int]:
    """How many cases each cell holds."""
    by_dims: dict[tuple[str, ...], list[Key]] = defaultdict(list)
    for key in keys:
        by_dims[key[::2]].append(key)
    found: dict[Key, int] = {}
    for dims, alike in by_dims.items():
        found |= _counted(kinds, dims, alike, linking)
    return found


def _counted(
    kinds: Sequence[Kind], dims: tuple[str, ...], keys: Sequence[Key], linking: Linking
) -> dict[Key, int]:
    # Here and not above: pages are loaded also where only other services are installed, without it.
    import numpy as np

    leaves = {(dim, value): linking.leaves(dim, value) for key in keys for dim, value in pairs(key)}
    places: list[dict[str, int]] = [
        {
            leaf: n
            for n, leaf in enumerate(sorted({x for (d, _), of in leaves.items() if d == dim for x in of}))
        }
        for dim in dims
    ]
    laid = _laid_out(kinds, dims, places)
    chosen = {
        (dim, value): np.array([places[dims.index(dim)][leaf] for leaf in sorted(of)])
        for (dim, value), of in leaves.items()
    }
    return {key: int(laid[np.ix_(*(chosen[pair] for pair in pairs(key)))].sum()) for key in keys}


def _places(every: Iterable[frozenset[str]]) -> dict[str, int]:
    return {leaf: number for number, leaf in enumerate(sorted(frozenset().union(*every)))}


def _laid_out(
    kinds: Sequence[Kind], dims: tuple[str, ...], places: Sequence[Mapping[str, int]]
) -> "NDArray[np.int64]":
    """Cases by the smallest values; a case with several values of a dimension stands in each."""
    import numpy as np

    laid = np.zeros([len(each) for each in places], dtype=np.int64)
    for kind in kinds:
        at = [[place[v] for v in kind.values[d] if v in place] for d, place in zip(dims, places, strict=True)]
        for one in product(*at):
            laid[one] += kind.cases
    return laid
