"""The report as it is shown: exact for the office, protected for a board, the same shape for both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.notifications.domain.timeliness.notified_death import NOT_COUNTED
from services.notifications.domain.timeliness.protecting import (
    Counts,
    protect_lines,
    protect_numbers,
    protect_total,
    shown,
)
from services.notifications.domain.timeliness.report import Hours, Line, Report
from shared.disclosure.cells import Cell, Suppressed, TrueZero, Value, as_text
from shared.disclosure.policies import DisclosurePolicy
from shared.indicators import percentage_text

SUPPRESSED = "*"
LEAST_FOR_A_SHARE = 10
LEAST_FOR_HOURS = 8
COLUMNS = (
    "Received", "In time", "In time, share", "Late", "Late, share", "Cannot be judged",
    "With exact times", "Median hours", "90th centile hours",
)  # fmt: skip
# Organisations are not published: beside the sectors that they belong to, a hidden one could be worked out.
PUBLISHED = ("sector", "place_group")
OFFICE = ("sector", "organisation", "place")
_NO_LINE = frozenset({0, 1, 2, 3})


@dataclass(frozen=True)
class ShownLine:
    """The texts of COLUMNS: a number, a share, hours, "N/A", "*" (suppressed, never 0) or "" (not known)."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class ShownTable:
    id: str
    label: str
    lines: tuple[ShownLine, ...]


@dataclass(frozen=True)
class ShownReport:
    """``sentence`` and ``not_counted`` are ready to read; ``policy`` None: exact, for the office alone."""

    report: Report
    policy: DisclosurePolicy | None
    total: ShownLine
    sentence: str
    clocks: tuple[ShownLine, ...]
    tables: tuple[ShownTable, ...]
    reasons: tuple[tuple[str, str], ...]
    not_counted: str
    on_the_road: str


def for_office(report: Report) -> ShownReport:
    """Every number as it is."""
    return ShownReport(
        report=report,
        policy=None,
        total=_exact(report.total),
        sentence=report.total.timeliness.sentence,
        clocks=tuple(_exact(line) for line in report.clocks),
        tables=tuple(
            ShownTable(each.id, each.label, tuple(_exact(line) for line in each.lines))
            for each in report.breakdowns
            if each.id in OFFICE
        ),
        reasons=tuple((label, str(number)) for _, label, number in report.reasons),
        not_counted=report.not_counted_in_words,
        on_the_road=str(report.on_the_road),
    )


def for_board(report: Report, policy: DisclosurePolicy) -> ShownReport:
    """The report under a policy: small numbers hidden, with whatever would give them away."""
    counts = _counts(report.total)
    hidden = protect_total(policy, counts)
    total = _protected(policy, report.total, hidden)
    tables = tuple(
        ShownTable(each.id, each.label, _lines(policy, counts, hidden, each.lines))
        for each in report.breakdowns
        if each.id in PUBLISHED
    )
    return ShownReport(
        report=report,
        policy=policy,
        total=total,
        sentence=f"{total.texts[0]} notifications received. {total.texts[1]} within agreed timeframe.",
        clocks=(),
        tables=tables,
        reasons=_reasons(policy, report.reasons),
        not_counted=_standing(policy, report),
        on_the_road=as_text(policy.shown(report.on_the_road)),
    )


def _counts(line: Line) -> Counts:
    times = line.timeliness
    return Counts(times.received, times.in_time, times.late, times.cannot_be_judged)


def _exact(line: Line) -> ShownLine:
    times = line.timeliness
    shares = [percentage_text(part, times.judged) for part in (times.in_time, times.late)]
    return ShownLine(line.label, _texts([str(each) for each in _counts(line)], shares, _hours(line.hours)))


def _lines(
    policy: DisclosurePolicy, total: Counts, hidden_total: frozenset[int], lines: Sequence[Line]
) -> tuple[ShownLine, ...]:
    hidden = protect_lines(policy, total, hidden_total, [_counts(line) for line in lines])
    return tuple(
        _protected(policy, line, _NO_LINE if place in hidden else frozenset())
        for place, line in enumerate(lines)
    )


def _protected(policy: DisclosurePolicy, line: Line, hidden: frozenset[int]) -> ShownLine:
    cells = shown(policy, _counts(line), hidden)
    in_time, late = _number(cells[1]), _number(cells[2])
    shares = [_share(part, in_time, late) for part in (in_time, late)]
    enough = line.hours.number >= LEAST_FOR_HOURS and not hidden
    hours = _hours(line.hours) if enough else (SUPPRESSED if line.hours.number else "0", *[SUPPRESSED] * 2)
    if enough:
        hours = (as_text(policy.shown(line.hours.number)), *hours[1:])
    return ShownLine(line.label, _texts([as_text(cell) for cell in cells], shares, hours))


def _share(part: int | None, in_time: int | None, late: int | None) -> str:
    """From the numbers as they are shown, so that no share says more than they do."""
    if part is None or in_time is None or late is None:
        return SUPPRESSED
    whole = in_time + late
    return percentage_text(part, whole) if whole == 0 or whole >= LEAST_FOR_A_SHARE else SUPPRESSED


def _number(cell: Cell) -> int | None:
    match cell:
        case Value(count):
            return count
        case TrueZero():
            return 0
        case _:
            return None


def _hours(hours: Hours) -> tuple[str, str, str]:
    return str(hours.number), _rounded(hours.median), _rounded(hours.centile_90)


def _rounded(hours: float | None) -> str:
    return "" if hours is None else f"{hours:.1f}"


def _texts(counts: Sequence[str], shares: Sequence[str], hours: Sequence[str]) -> tuple[str, ...]:
    received, in_time, late, cannot = counts
    return (received, in_time, shares[0], late, shares[1], cannot, *hours)


def _reasons(
    policy: DisclosurePolicy, reasons: Sequence[tuple[str, str, int]]
) -> tuple[tuple[str, str], ...]:
    hidden = protect_numbers(policy, [number for _, _, number in reasons])
    return tuple(
        (label, as_text(Suppressed() if place in hidden else policy.shown(number)))
        for place, (_, label, number) in enumerate(reasons)
    )


def _standing(policy: DisclosurePolicy, report: Report) -> str:
    numbers: Mapping[str, int] = report.not_counted
    said = [f"{as_text(policy.shown(n))} {NOT_COUNTED[key]}" for key, n in numbers.items() if n]
    return ", ".join(said) or "none"
