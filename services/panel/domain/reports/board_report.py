"""The board report: the same figures for each board and for both, confidential or publishable.

The joint figure is the sum of the parts. What is counted for one part in several places is one count, so that
nothing hidden in one line can be read in another.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from services.panel.domain.reports.indicators import INDICATORS, AreaFigures, Count, Indicator
from services.panel.domain.reports.protecting import Key, Line, protect
from shared.disclosure.cells import Cell, Suppressed, TrueZero, Value, as_text
from shared.disclosure.policies import DisclosurePolicy
from shared.indicators import NOT_APPLICABLE, percentage_text
from shared.periods import Period

JOINT = "joint"
BETWEEN = "within 12 and not within 6 months"
# The boards that the panel answers to, and the areas of each. Source: the panel's terms of reference.
BOARDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "leicester": ("Leicester City", ("Leicester",)),
    "county": ("Leicestershire and Rutland", ("Leicestershire", "Rutland")),
    "elsewhere": ("Elsewhere or not known", ()),
}
PART_LABELS: dict[str, str] = {
    **{part: label for part, (label, _) in BOARDS.items()},
    JOINT: "Joint: sum of the parts",
}


def board_of(area: str) -> str:
    """The part of the report that an area belongs to."""
    return next((part for part, (_, areas) in BOARDS.items() if area in areas), "elsewhere")


@dataclass(frozen=True)
class Shown:
    """One figure as it is shown. ``share``: of those that can be judged; N/A for 0 of 0, * if hidden."""

    met: Cell
    of: Cell | None
    missing: Cell | None
    share: str

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Numerator, denominator, missing and share; "" where the indicator has none."""
        of, missing = (as_text(one) if one is not None else "" for one in (self.of, self.missing))
        return as_text(self.met), of, missing, self.share


@dataclass(frozen=True)
class ReportLine:
    indicator: Indicator
    by_part: Mapping[str, Shown]


@dataclass(frozen=True)
class BoardReport:
    """``on``: the last day that counts. ``policy``: None where exact numbers are shown to the office."""

    period: Period
    on: date
    run_on: date
    final: bool
    policy: DisclosurePolicy | None
    lines: tuple[ReportLine, ...]

    @property
    def exceptions(self) -> list[ReportLine]:
        """What a board should look at first: those of which there is any, shown or hidden."""
        asked = [line for line in self.lines if line.indicator.exception]
        return [line for line in asked if not isinstance(line.by_part[JOINT].met, TrueZero)]

    @property
    def standing(self) -> str:
        if self.final:
            return "Final: the period is over, and the figures are as at its end"
        return f"Draft: the period is not over, and the figures are as at {self.on.day} {self.on:%B %Y}"


def board_report(
    by_part: Mapping[str, AreaFigures], *, policy: DisclosurePolicy | None, run_on: date
) -> BoardReport:
    """The report on ``by_part``, the figures of each board's area (a key of BOARDS)."""
    first = next(iter(by_part.values()))
    counts, lines = _counts(by_part)
    cells = protect(counts, lines, policy)
    shown = tuple(
        ReportLine(each, {part: _shown(each, part, cells) for part in (*by_part, JOINT)})
        for each in INDICATORS
    )
    final = first.period.complete_on(run_on)
    return BoardReport(first.period, first.on, run_on, final, policy, shown)


def up_to(figures: AreaFigures, part: str) -> AreaFigures:
    """The figures of one board's area out of those of the whole."""
    areas = {one.reference: one.area for one in figures.cases}
    return replace(
        figures,
        cases=[one for one in figures.cases if board_of(one.area) == part],
        completed=[one for one in figures.completed if board_of(one.case.area) == part],
        actions=[one for one in figures.actions if board_of(areas.get(one.case_reference, "")) == part],
    )


def _counts(by_part: Mapping[str, AreaFigures]) -> tuple[dict[Key, int], list[Line]]:
    """Every count by name and part, and every sum that they stand in."""
    counts: dict[Key, int] = {}
    lines: list[Line] = []
    for each in INDICATORS:
        found = {part: each.counts(figures) for part, figures in by_part.items()}
        found[JOINT] = _sum(found.values())
        for name, value in _names(each):
            counts |= {(name, part): value(count) for part, count in found.items()}
            lines.append(Line((name, JOINT), tuple((name, part) for part in by_part)))
        if each.of:
            names = [name for name, _ in _names(each) if name != each.of]
            lines += [Line((each.of, part), tuple((name, part) for name in names)) for part in found]
    parts = [*by_part, JOINT]
    later = {(BETWEEN, part): counts["within_12:met", part] - counts["within_6:met", part] for part in parts}
    return counts | later, [*lines, *_places(parts), *_nested(parts)]


def _names(each: Indicator) -> list[tuple[str, Callable[[Count], int]]]:
    """The names under which an indicator's counts are known, and how each is read."""
    if not each.of:
        base = {"reviewed": "completed", "agreed": "agreed"}.get(each.id, each.id)
        return [(base, lambda count: count.met)]
    return [
        (f"{each.id}:met", lambda count: count.met),
        (f"{each.id}:not_met", lambda count: count.not_met),
        (f"{each.id}:missing", lambda count: count.missing),
        (each.of, lambda count: count.of),
    ]


def _places(parts: Sequence[str]) -> list[Line]:
    """The four places of open cases add up to all that are open."""
    names = [each.id for each in INDICATORS if each.label.startswith("Open: ")]
    return [Line(("open", part), tuple((f"{name}:met", part) for name in names)) for part in parts]


def _nested(parts: Sequence[str]) -> list[Line]:
    """Those within 6 months are among those within 12: the difference is a count that a reader can form."""
    return [Line(("within_12:met", part), (("within_6:met", part), (BETWEEN, part))) for part in parts] + [
        Line((BETWEEN, JOINT), tuple((BETWEEN, part) for part in parts if part != JOINT))
    ]


def _sum(found: Iterable[Count]) -> Count:
    every = list(found)
    return Count(*(sum(getattr(one, name) for one in every) for name in ("met", "of", "missing")))


def _shown(each: Indicator, part: str, cells: Mapping[Key, Cell]) -> Shown:
    if not each.of:
        name, _ = _names(each)[0]
        return Shown(cells[name, part], None, None, "")
    met, of = cells[f"{each.id}:met", part], cells[each.of, part]
    missing = cells[f"{each.id}:missing", part]
    return Shown(met, of, missing, _share(met, of, missing))


def _share(met: Cell, of: Cell, missing: Cell) -> str:
    """The share, reckoned from the numbers on the page, so that it says no more than they do."""
    if any(isinstance(one, Suppressed) for one in (met, of, missing)):
        return "*"
    judged = max(_number(of) - _number(missing), 0)
    return NOT_APPLICABLE if judged == 0 else percentage_text(min(_number(met), judged), judged)


def _number(cell: Cell) -> int:
    return cell.count if isinstance(cell, Value) else 0
