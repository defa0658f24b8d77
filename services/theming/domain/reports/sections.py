"""The sections of a report, from its protected counts: sentences, tables, and what to look at first."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.theming.domain.reports.attendance import Attendance
from services.theming.domain.reports.attendance_shown import attendance_tables
from services.theming.domain.reports.contents import ShownSection, ShownTable
from services.theming.domain.reports.counting import Grid
from services.theming.domain.reports.figures_shown import (
    comparison_table,
    exceptions_table,
    quality_table,
    scorecard_table,
)
from services.theming.domain.reports.in_words import in_words
from services.theming.domain.reports.kinds import SectionSpec, report_rules
from services.theming.domain.reports.protected import ProtectedReport
from services.theming.domain.reports.showing import share_of_two
from services.theming.domain.statistics.linked_tables import TOTAL
from shared.counted_words import counted
from shared.disclosure.cells import TrueZero
from shared.periods import Period, in_a_sentence, parse_period

NOT_SPLIT = "One panel serves both boards: these figures cannot be split by authority, and none is invented."
UNCOUNTED = "A meeting counts here once it is closed; what was not recorded of it is not guessed."


@dataclass(frozen=True)
class Material:
    """What the sections are made of. ``counts``: tables before protection, for the scorecard alone.

    ``over_time``: tables of several periods by id.
    """

    kind: str
    version: str
    span: Period
    run_on: date
    report: ProtectedReport
    counts: Mapping[str, Grid]
    attendance: Attendance
    road_notified: int
    over_time: Mapping[str, ShownTable]
    packs: tuple[str, ...]
    held_from: date | None

    @property
    def confidential(self) -> bool:
        return self.version == "confidential"

    def words(self, table: str, row: str = TOTAL) -> str:
        """A count as a sentence says it."""
        return in_words(self.report.cell(table, row), self.report.policy)


SOON = ("0-6 months", "7-12 months")
Part = tuple[Sequence[str], Sequence[ShownTable]]


def sections(material: Material, specs: Sequence[SectionSpec]) -> Iterator[ShownSection]:
    """In reading order; each with its sentences and tables."""
    rules = report_rules()
    for spec in specs:
        said, more = _MORE.get(spec.id, _nothing)(material)
        tables = [material.report.table(each) for each in spec.tables if _shown(material, each)]
        tables += [material.over_time[each] for each in spec.over_time if each in material.over_time]
        known = [each for each in spec.tables if material.version in rules.tables[each].versions]
        left_out = () if len(known) == len(spec.tables) else (LEFT_OUT,)
        if any(each not in material.report.grids for each in known):
            left_out = (*left_out, NOT_PROTECTED)
        if closed := [rules.tables[each].label for each in known if each in material.report.closed]:
            left_out = (*left_out, NO_MORE.format("; ".join(closed)))
        yield ShownSection(spec.id, spec.title, (*said, *spec.says, *left_out), (*more, *tables))


def _shown(material: Material, table: str) -> bool:
    """Where no action was agreed, a sentence says so and no table follows."""
    if table not in material.report.grids or table in material.report.closed:
        return False
    of = material.report.grids[table].spec.basis
    return of != "actions" or not isinstance(material.report.cell(table, TOTAL), TrueZero)


NOT_PROTECTED = (
    "A table that crosses two things is left out here: together with what has been published, small numbers "
    "could be worked out from it."
)
NO_MORE = "Left out, as together with what was told before any of it could give a small number away: {}."
LEFT_OUT = "These figures stand in the confidential version of this report only."


def _nothing(material: Material) -> Part:
    return (), ()


def _numbers(material: Material) -> Part:
    said = [f"Deaths notified: {material.words('notified_by_age')}."]
    if material.held_from and material.held_from > material.span.starts_on:
        begin = f"{material.held_from:%B %Y}"
        said.append(f"Records begin in {begin}: the figures are of what is held.")
    return said, ()


def _timeliness(material: Material) -> Part:
    missing = ("cannot_be_judged", "not_recorded")
    share = material.report.share("in_time_by_part", "in_time", missing)
    in_time = (
        f"Of those that can be judged, {share} were notified by the next working day."
        if _is_shown(share)
        else "The share notified by the next working day is not shown."
    )
    return [f"Deaths notified: {material.words('in_time_by_part')}. {in_time}", *_soon(material)], ()


def _soon(material: Material) -> list[str]:
    """The share within twelve months is the one that panels compare most."""
    half, year = (material.words("reviewed_by_months", band) for band in SOON)
    said = [f"Reviews completed within six months of the death: {half}; in seven to twelve: {year}."]
    cells = [material.report.cell("reviewed_by_months", row) for row in (*SOON, TOTAL, "not_recorded")]
    share = share_of_two(cells[:2], cells[2], cells[3], material.report.policy)
    return (
        [*said, f"Of all whose time is known, {share} were completed within twelve months."]
        if share
        else said
    )


def _modifiable(material: Material) -> Part:
    share = material.report.share("modifiability_by_part", "modifiable", ("not_recorded",))
    identified = (
        f"Modifiable factors were identified in {share} of them."
        if _is_shown(share)
        else "The share in which modifiable factors were identified is not shown."
    )
    return [f"Reviews completed: {material.words('modifiability_by_part')}. {identified}"], ()


def _themes(material: Material) -> Part:
    said = [
        f"Reviews completed, each counted once: {material.words('themes')}. A review can have several "
        "themes, so the numbers of the themes add to more, or to less, than that.",
    ]
    if material.packs:
        quarters = ", ".join(in_a_sentence(parse_period(each)) for each in material.packs)
        said.append(f"What these reviews taught is told in the learning packs released for {quarters}.")
    return said, ()


def _actions(material: Material) -> Part:
    return [
        f"Actions agreed in the period: {material.words('actions_by_state')}. Overdue when the report was "
        f"run: {material.words('actions_overdue', 'overdue')}. An action is checked a second time after it "
        "is signed off, and its effect is judged some months later."
    ], ()


def _meetings(material: Material) -> Part:
    return [*material.attendance.sentences, NOT_SPLIT, UNCOUNTED], attendance_tables(material.attendance)


def _scorecard(material: Material) -> Part:
    return (), [scorecard_table(material.report, material.counts, material.span, material.road_notified,
                                exact=material.confidential)]  # fmt: skip


def _exceptions(material: Material) -> Part:
    table = exceptions_table(material.report)
    said = [
        f"At {number} of {counted(material.attendance.rate.held, 'meeting')} nobody came from: {sector}."
        for sector, number in material.attendance.sectors_missing.items()
    ]
    if table is None and not said:
        return ["Nothing that the board asked to be told of first."], ()
    return said, [table] if table else []


def _quality(material: Material) -> Part:
    return (), [quality_table(material.report)]


def _comparisons(material: Material) -> Part:
    table = comparison_table(material.report, material.span)
    if table is None:
        return ["No figure for England is known of this year, or of one near enough to compare."], ()
    return (), [table]


def _is_shown(share: str) -> bool:
    return share not in ("*", "")


_MORE: Mapping[str, Callable[[Material], Part]] = {
    "numbers": _numbers,
    "timeliness": _timeliness,
    "modifiable": _modifiable,
    "themes": _themes,
    "board_themes": _themes,
    "actions": _actions,
    "meetings": _meetings,
    "scorecard": _scorecard,
    "exceptions": _exceptions,
    "quality": _quality,
    "comparisons": _comparisons,
}
