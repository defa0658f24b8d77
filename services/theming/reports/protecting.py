"""All tables of a report protected together, with what has been released before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.theming.domain.reports.counting import Grid, parts_not_adding_up, release_of
from services.theming.domain.reports.protected import Cells, ProtectedReport
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from services.theming.domain.statistics.linking import PERIOD
from services.theming.domain.statistics.tree import Key
from services.theming.domain.themes.codebook import load_codebook
from shared.disclosure.cells import Cell, Missing
from shared.disclosure.policies import DisclosurePolicy

if TYPE_CHECKING:
    from services.theming.disclosure.released import Released

LEDGER = ("notified", "reviewed")  # what is counted otherwise nobody else publishes


class PartsDoNotAddUp(Exception):
    """A joint figure that is not the sum of its parts: a fault of ours, and no report is made with it."""


@dataclass(frozen=True)
class ForLedger:
    """What a report publishes of one basis."""

    basis: str
    release: Release
    hidden: frozenset[Key]


@dataclass(frozen=True)
class Protected:
    report: ProtectedReport
    ledger: tuple[ForLedger, ...]


def protect_report(
    grids: Sequence[Grid],
    policy: DisclosurePolicy,
    before: Mapping[str, Sequence["Released"]],
    *,
    missing: bool = False,
) -> Protected:
    """Each basis is a set of cases of its own. ``missing``: nothing is held of the period.

    Raises WouldGiveAway where what is out leaves no way to hide what must be hidden.
    """
    if wrong := [grid.spec.id for grid in grids if parts_not_adding_up(grid)]:
        raise PartsDoNotAddUp(", ".join(wrong))
    by_basis: dict[str, list[Grid]] = defaultdict(list)
    for grid in grids:
        by_basis[grid.spec.basis].append(grid)
    cells: dict[str, Cells] = {}
    ledger = []
    for basis, some in by_basis.items():
        found, entry = _protect(basis, some, policy, before.get(basis, ()), missing)
        cells |= found
        ledger.append(entry)
    names = tuple((b, tuple(sorted(each.name for each in some))) for b, some in sorted(before.items()))
    return Protected(
        ProtectedReport(policy, {grid.spec.id: grid for grid in grids}, cells, names), tuple(ledger)
    )


def _protect(
    basis: str, grids: Sequence[Grid], policy: DisclosurePolicy, before: Sequence["Released"], missing: bool
) -> tuple[dict[str, Cells], ForLedger]:
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.ledger import adding_up
    from services.theming.disclosure.releases import protect_release

    groups = load_codebook().themes.values()
    themes_of: dict[str, tuple[str, ...]] = {}
    for theme in groups:
        themes_of[theme.group] = (*themes_of.get(theme.group, ()), theme.id)
    release = release_of(grids, themes_of)
    if basis in LEDGER:
        tables = [*release.tables, *(table for each in before for table in each.release.tables)]
        release = replace(release, sums=adding_up(tables))
    made = protect_release(release, policy, before)
    cells = {grid.spec.id: _held(made.cells(grid.linked), missing) for grid in grids}
    return cells, ForLedger(basis, release, made.hidden)


def _held(cells: Mapping[tuple[str, ...], Cell], missing: bool) -> Cells:
    return dict.fromkeys(cells, Missing()) if missing else cells


def as_known(grid: Grid) -> "Released":
    """The joint figures of a table as something that its readers know exactly."""
    from services.theming.disclosure.released import Released

    counts: dict[tuple[str, ...], int] = {}
    for row in (TOTAL, *grid.rows.labels):
        values = grid.values(row, TOTAL)
        counts[values[0], values[-1]] = grid.linked.counts[values]
    table = LinkedTable("The scorecard", (grid.rows.linked, PERIOD), counts)
    return Released("the scorecard", Release((table,)), frozenset())
