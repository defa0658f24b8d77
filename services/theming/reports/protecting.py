"""All tables of a report protected together, with what has been released before."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import NamedTuple

from services.theming.disclosure.released import Released, WouldGiveAway
from services.theming.domain.reports.counting import Grid, parts_not_adding_up, release_of
from services.theming.domain.reports.protected import Cells, ProtectedReport
from services.theming.domain.statistics.linked_tables import TOTAL, LinkedTable, Release
from services.theming.domain.statistics.linking import PERIOD
from services.theming.domain.statistics.tree import Key
from services.theming.domain.themes.codebook import load_codebook
from shared.disclosure.cells import Cell, Missing, Suppressed
from shared.disclosure.policies import DisclosurePolicy

LEDGER = ("notified", "reviewed")  # what is counted otherwise nobody else publishes


class PartsDoNotAddUp(Exception):
    """A joint figure that is not the sum of its parts: a fault of ours, and no report is made with it."""


class Boards(NamedTuple):
    """What boards read besides what everybody reads, by basis, and the policy that protects it."""

    policy: DisclosurePolicy
    out: Mapping[str, Sequence[Released]]


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
    before: Mapping[str, Sequence[Released]],
    *,
    boards: Boards | None = None,
    missing: bool = False,
    no_more: bool = False,
) -> Protected:
    """Each basis is a set of cases of its own. ``missing``: nothing is held of the period.

    Raises WouldGiveAway where what is out leaves no way to hide what must be hidden, also from ``boards``;
    with ``no_more`` the tables in whose way that stands say no more than is told already.
    """
    if wrong := [grid.spec.id for grid in grids if parts_not_adding_up(grid)]:
        raise PartsDoNotAddUp(", ".join(wrong))
    by_basis: dict[str, list[Grid]] = defaultdict(list)
    for grid in grids:
        by_basis[grid.spec.basis].append(grid)
    cells: dict[str, Cells] = {}
    ledger, closed = [], set[str]()
    for basis, some in by_basis.items():
        out = _Out(policy, before.get(basis, ()), boards)
        try:
            release, hidden, found = _protect(basis, some, out)
        except WouldGiveAway:
            if not no_more:
                raise
            release, hidden, found, left = _one_by_one(basis, some, out)
            closed |= left
        cells |= {table: _held(each, missing) for table, each in found.items()}
        ledger.append(ForLedger(basis, release, hidden))
    names = _names(before, boards.out if boards else {})
    return Protected(
        ProtectedReport(policy, {grid.spec.id: grid for grid in grids}, cells, names, frozenset(closed)),
        tuple(ledger),
    )


def _names(*every: Mapping[str, Sequence[Released]]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """By basis, what was considered."""
    found: dict[str, set[str]] = defaultdict(set)
    for by_basis in every:
        for basis, out in by_basis.items():
            found[basis] |= {each.name for each in out}
    return tuple((basis, tuple(sorted(names))) for basis, names in sorted(found.items()))


def _release(basis: str, grids: Sequence[Grid], before: Sequence[Released]) -> Release:
    # Here and not above: what it reads takes long to load, and most pages never need it.
    from services.theming.disclosure.ledger import adding_up

    themes_of: dict[str, tuple[str, ...]] = {}
    for theme in load_codebook().themes.values():
        themes_of[theme.group] = (*themes_of.get(theme.group, ()), theme.id)
    release = release_of(grids, themes_of)
    if basis not in LEDGER:
        return release
    tables = [*release.tables, *(table for each in before for table in each.release.tables)]
    return replace(release, sums=adding_up(tables))


Made = tuple[Release, frozenset[Key], dict[str, Cells]]
"""What goes out of one basis, what is hidden, and the cells of each table."""


class _Out(NamedTuple):
    """What is out of one basis, for whom the report is and for boards."""

    policy: DisclosurePolicy
    before: Sequence[Released]
    boards: Boards | None


def _protect(basis: str, grids: Sequence[Grid], out: _Out) -> Made:
    # Here and not above: the solvers take seconds to load, and most pages never need them.
    from services.theming.disclosure.going_out import what_is_learnt
    from services.theming.disclosure.releases import protect_release

    release = _release(basis, grids, out.before)
    made = protect_release(release, out.policy, out.before)
    if out.boards and (theirs := out.boards.out.get(basis)):
        own = Released("this report", release, made.hidden, of_others=out.policy)
        if reason := what_is_learnt(own, theirs, out.boards.policy):
            raise WouldGiveAway(f"To readers of what went out to boards: {reason}")
    return release, made.hidden, {grid.spec.id: made.cells(grid.linked) for grid in grids}


def _one_by_one(
    basis: str, grids: Sequence[Grid], out: _Out
) -> tuple[Release, frozenset[Key], dict[str, Cells], set[str]]:
    """The tables that can be protected together, added in order, and the ids of those that cannot.

    Of these only what the others or what is out show to the same readers is shown.
    """
    kept: list[Grid] = []
    made: Made = (Release(()), frozenset(), {})
    for grid in grids:
        with suppress(WouldGiveAway):
            made = _protect(basis, [*kept, grid], out)
            kept.append(grid)
    release, hidden, cells = made
    shown = {
        key: cell
        for each in out.before
        if not each.of_others
        for key, count in each.release.cells().items()
        if not isinstance(cell := _as_out(each, key, count, out.policy), Suppressed)
    }
    shown |= {
        grid.linked.key(values): cell
        for grid in kept
        for values, cell in cells[grid.spec.id].items()
        if not isinstance(cell, Suppressed)
    }
    left = [grid for grid in grids if grid not in kept]
    for grid in left:
        keys = {values: grid.linked.key(values) for values in grid.linked.counts}
        cells[grid.spec.id] = {values: shown.get(key, Suppressed()) for values, key in keys.items()}
    return release, hidden, cells, {grid.spec.id for grid in left}


def _as_out(of: Released, key: Key, count: int, policy: DisclosurePolicy) -> Cell:
    return Suppressed() if key in of.hidden else policy.shown(count)


def _held(cells: Mapping[tuple[str, ...], Cell], missing: bool) -> Cells:
    return dict.fromkeys(cells, Missing()) if missing else cells


def as_known(grid: Grid) -> Released:
    """The joint figures of a table as something that its readers know exactly."""
    counts: dict[tuple[str, ...], int] = {}
    for row in (TOTAL, *grid.rows.labels):
        values = grid.values(row, TOTAL)
        counts[values[0], values[-1]] = grid.linked.counts[values]
    table = LinkedTable("The scorecard", (grid.rows.linked, PERIOD), counts)
    return Released("the scorecard", Release((table,)), frozenset())
