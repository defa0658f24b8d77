"""Protected counts as tables of a report: each figure with its base, what is missing, and its share."""

from collections.abc import Mapping, Sequence

from services.theming.domain.reports.contents import ShownCell, ShownRow, ShownTable, shown
from services.theming.domain.reports.counting import JOINT_LABEL, PART_AXIS, Grid
from services.theming.domain.reports.kinds import definitions
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.linking import THEME
from shared.disclosure.cells import Cell, Missing, Suppressed, TrueZero, Value
from shared.disclosure.policies import DisclosurePolicy
from shared.indicators import NOT_APPLICABLE, percentage, percentage_text

LEAST_BASE = 10  # under a policy that rounds, no share is said of fewer
HIDDEN = "*"
Cells = Mapping[tuple[str, ...], Cell]

OVERLAPS = "A death can be in several rows or in none: they do not add to the total, which counts each once."
PARTS_ADD = "The joint figure is the sum of the parts, added up before any number was hidden or rounded."


def shown_table(grid: Grid, cells: Cells, policy: DisclosurePolicy) -> ShownTable:
    """The table with its cells as they may be published."""
    columns = _columns(grid)
    head = {name: cells[grid.values(TOTAL, name)] for name, _ in columns}
    lacking = {name: [cells[grid.values(m, name)] for m in _missing(grid)] for name, _ in columns}

    def cell(row: str, column: str) -> ShownCell:
        one = cells[grid.values(row, column)]
        plain = row == TOTAL or row in _missing(grid)
        return shown(one, "" if plain else share(one, head[column], lacking[column], policy))

    rows = [ShownRow(TOTAL, definitions()[grid.spec.basis].term, "base", _row(columns, cell, TOTAL))]
    for row, label in grid.rows.labels.items():
        if _told_in_a_note(grid, cells, row):
            continue
        kind = "missing" if row in _missing(grid) else "value"
        rows.append(ShownRow(row, label, kind, _row(columns, cell, row)))
    return ShownTable(
        id=grid.spec.id,
        caption=grid.spec.label,
        head=definitions()[grid.spec.rows].term,
        definition=grid.spec.rows,
        of_base=grid.spec.basis,
        columns=tuple(columns),
        rows=tuple(rows),
        notes=tuple(_notes(grid, cells)),
        basis=grid.spec.basis,
    )


def share(part: Cell, base: Cell, missing: Sequence[Cell], policy: DisclosurePolicy) -> str:
    """Of those that can be judged, reckoned from the numbers on the page, so that it says no more than they.

    "N/A" for 0 of 0; "*" where a number of it is hidden, or the base is too small to say a share of.
    """
    if any(isinstance(one, Missing) for one in (part, base, *missing)):
        return ""
    if any(isinstance(one, Suppressed) for one in (part, base, *missing)):
        return HIDDEN
    whole = max(_number(base) - sum(map(_number, missing)), 0)
    number = min(_number(part), whole)
    if whole == 0:
        return NOT_APPLICABLE
    if policy.round_to == 1:
        return percentage_text(number, whole)
    return HIDDEN if whole < LEAST_BASE else f"about {percentage(number, whole):.0f}%"


def _columns(grid: Grid) -> list[tuple[str, str]]:
    if grid.columns is None:
        return [(TOTAL, "Number")]
    joint = JOINT_LABEL if grid.columns is PART_AXIS else "All"
    return [(TOTAL, joint), *grid.columns.labels.items()]


def _missing(grid: Grid) -> tuple[str, ...]:
    return tuple(each for each in grid.spec.missing if each in grid.rows.labels)


def _row(columns, cell, row: str) -> tuple[ShownCell, ...]:  # type: ignore[no-untyped-def]
    return tuple(cell(row, name) for name, _ in columns)


def _told_in_a_note(grid: Grid, cells: Cells, row: str) -> bool:
    """A list of themes is long: those that nobody has stand together beneath it."""
    return grid.rows.dim == THEME and isinstance(cells[grid.values(row, TOTAL)], TrueZero)


def _notes(grid: Grid, cells: Cells) -> list[str]:
    none = [label for row, label in grid.rows.labels.items() if _told_in_a_note(grid, cells, row)]
    found = [f"None (0): {'; '.join(none)}."] if none else []
    found += [OVERLAPS] if grid.rows.overlaps else []
    return [*found, PARTS_ADD] if grid.columns is PART_AXIS else found


def _number(cell: Cell) -> int:
    match cell:
        case Value(count):
            return count
        case TrueZero():
            return 0
        case _:
            raise ValueError("this cell shows no number")
