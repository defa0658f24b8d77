"""The rates of a table, and which files its deaths were divided by."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.theming.domain.statistics.made_table import MadeTable, Place
from services.theming.domain.statistics.rates import RateCell, rate_of
from services.theming.reference.denominators import Denominators
from services.theming.reference.reading import SHIPPED, Reference, ReferenceFile, read_reference
from shared.settings import reference_folder


@dataclass(frozen=True)
class Rates:
    """``faults``: what is wrong with files that could not be read."""

    cells: Mapping[Place, RateCell]
    files: tuple[ReferenceFile, ...]
    faults: tuple[str, ...] = ()

    @property
    def synthetic(self) -> bool:
        return any(file.synthetic for file in self.files)


def reference_here(*, demo: bool) -> Reference:
    """The operator's files; in a demonstration without any, invented ones that say so."""
    named = reference_folder()
    return read_reference(Path(named) if named else SHIPPED if demo else None)


def rates_of(table: MadeTable, reference: Reference) -> Rates:
    """Each cell's rate, from the count that is shown, among the children of the days that are held."""
    known = Denominators(reference, table.held)
    cells: dict[Place, RateCell] = {}
    files: dict[str, ReferenceFile] = {}
    for place, key in table.keys.items():
        among, file = known.of(key) or (None, None)
        cells[place] = rate_of(table.cells[place], among, table.rules)
        if file:
            files[file.name] = file
    return Rates(cells, tuple(files.values()), reference.faults)
