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
SPREAD = "Shares under “All” are of all in that column; the others are of all in their row."
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
        if row == TOTAL or row in _missing(grid):
            return shown(one)
        if column != TOTAL and _crossed(grid):
            return shown(one, _of_row(one, cells[grid.values(row, TOTAL)], policy))
        other = other_answer(grid, row)
        rest = cells[grid.values(other, column)] if other else None
        return shown(one, share(one, head[column], lacking[column], policy, rest))

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


def share(
    part: Cell, base: Cell, missing: Sequence[Cell], policy: DisclosurePolicy, rest: Cell | None = None
) -> str:
    """Of those that can be judged, reckoned from the numbers on the page, so that it says no more than they.

    ``rest``: where there are two answers, the other one; both together are then the whole, as in charts.
    "N/A" for 0 of 0; "*" where a number of it is hidden, or the base is too small to say a share of.
    """
    if any(isinstance(one, Missing) for one in (part, base, *missing)):
        return ""
    if any(isinstance(one, Suppressed) for one in (part, base, *missing)):
        return HIDDEN
    whole = max(_number(base) - sum(map(_number, missing)), 0)
    if isinstance(rest, Value | TrueZero):
        whole = _number(part) + _number(rest)
    number = min(_number(part), whole)
    if whole == 0:
        return NOT_APPLICABLE
    if policy.round_to == 1:
        return percentage_text(number, whole)
    return HIDDEN if whole < LEAST_BASE else f"about {percentage(number, whole):.0f}%"


def share_of_two(parts: Sequence[Cell], base: Cell, missing: Cell, policy: DisclosurePolicy) -> str:
    """The share of two cells together, of those that can be judged: "67.3%", or between which two it lies.

    Two that are rounded do not add to what both come to, so then every share that would be printed so is
    said. "" where a number is not shown, nothing is held, or there are too few.
    """
    cells = (*parts, base, missing)
    if any(isinstance(one, Missing | Suppressed) for one in cells):
        return ""
    whole = _number(base) - _number(missing)
    if whole <= 0 or (policy.round_to > 1 and whole < LEAST_BASE):
        return ""
    if policy.round_to == 1:
        return percentage_text(sum(map(_number, parts)), whole)
    low, high = (sum(policy.interval(_number(one))[end] for one in parts) for end in (0, 1))
    (least, most), (few, many) = (policy.interval(_number(one)) for one in (base, missing))
    lowest, highest = low / max(most - few, low, 1), min(1.0, high / max(least - many, 1))
    return f"between {100 * lowest:.0f}% and {100 * highest:.0f}%"


def _columns(grid: Grid) -> list[tuple[str, str]]:
    if grid.columns is None:
        return [(TOTAL, "Number")]
    joint = JOINT_LABEL if grid.columns is PART_AXIS else "All"
    return [(TOTAL, joint), *grid.columns.labels.items()]


def other_answer(grid: Grid, row: str) -> str:
    """Where a table has two answers besides those that say nothing, the other one; else ""."""
    answers = [each for each in grid.rows.labels if each not in _missing(grid)]
    return answers[1 - answers.index(row)] if len(answers) == 2 and row in answers else ""


def _crossed(grid: Grid) -> bool:
    """Whether it crosses two things: then a reader asks how the cases of a row are spread."""
    return grid.columns not in (None, PART_AXIS)


def _of_row(cell: Cell, base: Cell, policy: DisclosurePolicy) -> str:
    return "" if isinstance(base, TrueZero) else share(cell, base, (), policy)


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
    found += [SPREAD] if _crossed(grid) else []
    return [*found, PARTS_ADD] if grid.columns is PART_AXIS else found


def _number(cell: Cell) -> int:
    match cell:
        case Value(count):
            return count
        case TrueZero():
            return 0
        case _:
            raise ValueError("this cell shows no number")
