"""Tables of several periods: of a published report as the open statistics showed their figures then.

So they say nothing that is not open to their readers already. A report for boards has figures of its own
instead, protected with all others of it: open ones beside exact ones could give a small number away.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from services.theming.domain.reports.contents import ShownCell, ShownRow, ShownTable, said, shown
from services.theming.domain.reports.showing import share
from services.theming.domain.statistics.linked_tables import TOTAL
from shared.disclosure.cells import Cell
from shared.disclosure.policies import DisclosurePolicy
from shared.periods import Period, parse_period

TIMELY, WAITED, AREAS = "in_time_over_time", "review_times", "modifiable_by_area"
#: What each of these tables counts, and by which dimension its columns are.
COUNTED: Mapping[str, tuple[str, str]] = {
    TIMELY: ("notified", "in_time"),
    WAITED: ("reviewed", ""),
    AREAS: ("reviewed", "modifiability"),
}
APART = "/"
JUDGED = ("cannot_be_judged", "not_recorded")
AS_OPEN = "As the open statistics showed these figures when the report was made."
IN_MONTHS = "Months and not days: no exact date of a death leaves the office. A median needs eight reviews."


@dataclass(frozen=True)
class AtATime:
    """Open figures of one period, of an area or of all (""): by value, TOTAL among them."""

    period: Period
    cells: Mapping[str, Cell]
    area: str = ""

    @property
    def key(self) -> str:
        return APART.join(filter(None, (self.area, self.period.name)))


def area_and_period(key: str) -> tuple[str, Period]:
    """What a row of these tables is about."""
    area, _, name = key.rpartition(APART)
    return area, parse_period(name)


def timely_table(periods: Sequence[AtATime], policy: DisclosurePolicy, *notes: str) -> ShownTable:
    """How many were notified in time; a share is of those that can be judged."""
    columns = (
        (TOTAL, "Deaths notified"),
        ("in_time", "By the next working day"),
        ("late", "Later"),
        ("cannot_be_judged", "Cannot be judged"),
        ("not_recorded", "Not recorded"),
    )
    rows = [(each, [_timely(each, name, policy) for name, _ in columns]) for each in periods]
    caption = "Deaths notified by the next working day, one period after the other"
    return _table(TIMELY, caption, "Period", "in_time", columns, rows, notes)


def waited_table(periods: Sequence[AtATime]) -> ShownTable:
    """How long half of the reviews took: medians ``gross`` and ``net``, where any were completed."""
    columns = (
        (TOTAL, "Reviews completed"),
        ("gross", "Median months from death to review"),
        ("net", "Median months without time on hold"),
    )
    rows = [(each, [_waited(each, name) for name, _ in columns]) for each in periods]
    caption = "From death to the completion of the review"
    return _table(WAITED, caption, "Period", "review_time", columns, rows, (IN_MONTHS,))


def areas_table(periods: Sequence[AtATime], policy: DisclosurePolicy, *notes: str) -> ShownTable:
    """Reviews with modifiable factors, for each board in each of the last years."""
    columns = ((TOTAL, "Reviews completed"), ("modifiable", "With modifiable factors"))
    rows = [(each, [_of_reviews(each, name, policy) for name, _ in columns]) for each in periods]
    caption = "Reviews with modifiable factors, for each board in each year"
    return _table(AREAS, caption, "Board and year", "modifiability", columns, rows, notes)


def _timely(of: AtATime, name: str, policy: DisclosurePolicy) -> ShownCell:
    one, missing = of.cells[name], [of.cells[each] for each in JUDGED]
    other = {"in_time": "late", "late": "in_time"}.get(name)
    return shown(one, share(one, of.cells[TOTAL], missing, policy, of.cells[other])) if other else shown(one)


def _of_reviews(of: AtATime, name: str, policy: DisclosurePolicy) -> ShownCell:
    part = name != TOTAL
    return shown(of.cells[name], share(of.cells[name], of.cells[TOTAL], (), policy) if part else "")


def _waited(of: AtATime, name: str) -> ShownCell:
    return shown(of.cells[name]) if name in of.cells else said("N/A")


def _table(
    id: str, caption: str, head: str, definition: str, columns: Sequence[tuple[str, str]],
    rows: Iterable[tuple[AtATime, Sequence[ShownCell]]], notes: tuple[str, ...],
) -> ShownTable:  # fmt: skip
    basis = COUNTED[id][0]
    made = tuple(ShownRow(of.key, _label(of), "value", tuple(cells)) for of, cells in rows)
    return ShownTable(id, caption, head, definition, basis, tuple(columns), made, notes, basis)


def _label(of: AtATime) -> str:
    return f"{of.area}, {of.period.name}" if of.area else of.period.label
