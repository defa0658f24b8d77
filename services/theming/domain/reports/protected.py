"""The counts of a report after protection: every cell by what its cases have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.theming.domain.reports.contents import ShownTable
from services.theming.domain.reports.counting import Grid
from services.theming.domain.reports.showing import other_answer, share, shown_table
from services.theming.domain.statistics.linked_tables import TOTAL
from shared.disclosure.cells import Cell, Missing
from shared.disclosure.policies import DisclosurePolicy

Cells = Mapping[tuple[str, ...], Cell]


@dataclass(frozen=True)
class ProtectedReport:
    """``grids`` and ``cells`` by the id of a table; ``considered``: names of what was out, by basis.

    ``closed``: tables that say no more than is told already, as anything else would give something away.
    """

    policy: DisclosurePolicy
    grids: Mapping[str, Grid]
    cells: Mapping[str, Cells]
    considered: tuple[tuple[str, tuple[str, ...]], ...] = ()
    closed: frozenset[str] = frozenset()

    def table(self, table: str) -> ShownTable:
        return shown_table(self.grids[table], self.cells[table], self.policy)

    def cell(self, table: str, row: str, column: str = TOTAL) -> Cell:
        """One cell; nothing is held of a row that the table has not."""
        return self.cells[table].get(self.grids[table].values(row, column), Missing())

    def share(self, table: str, row: str, missing: Sequence[str] = ()) -> str:
        """The share of a row in all of the table, in the joint figure: as the table says it."""
        lacking = [self.cell(table, each) for each in missing]
        other = other_answer(self.grids[table], row)
        rest = self.cell(table, other) if other else None
        return share(self.cell(table, row), self.cell(table, TOTAL), lacking, self.policy, rest)
