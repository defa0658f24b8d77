"""The board report as rows: what it is, the exceptions, then every figure with what it is counted out of."""

from collections.abc import Iterable, Iterator
from datetime import date

from services.panel.domain.reports.board_report import PART_LABELS, BoardReport, ReportLine
from services.panel.domain.reports.indicators import BASES

SIGNS = "* suppressed (not 0); N/A: 0 of 0"
HEADS = ("Indicator", "Part of the area", "Number", "Out of", "Of what", "Cannot be judged", "Share")
EXCEPTIONS = "Exceptions first"
EXACT = "None: exact numbers"


def about(report: BoardReport, area: str, version: str) -> list[tuple[str, str]]:
    """What the report says of itself: label and text."""
    policy, span = report.policy, report.period
    return [
        ("Version", version),
        ("Area", area),
        ("Period", f"{span.label}: {_day(span.starts_on)} to {_day(span.ends_on)}"),
        ("Standing", report.standing),
        ("As things stood at the end of", _day(report.on)),
        ("Run on", _day(report.run_on)),
        ("Disclosure", f"{policy.label}, version {policy.version}. {policy.rule}" if policy else EXACT),
        ("Not split", "Meetings and attendance: the panel is one for all boards"),
    ]


def as_rows(report: BoardReport, area: str, version: str) -> list[tuple[str | int, ...]]:
    """The rows of a file: exceptions first, then all figures."""
    rows: list[tuple[str | int, ...]] = [("Board report of the child death overview panel",)]
    rows += [*about(report, area, version), ("Signs", SIGNS), (), (EXCEPTIONS,), HEADS]
    for line in report.exceptions:
        rows += _lines(line)
    rows += [(), ("All figures",), HEADS]
    for line in report.lines:
        rows += _lines(line)
    return rows


def figure_rows(lines: Iterable[ReportLine]) -> list[tuple[str, ...]]:
    """The figures of some indicators as text, a row for each part of the area."""
    return [tuple(str(cell) for cell in row) for line in lines for row in _lines(line)]


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _lines(line: ReportLine) -> Iterator[tuple[str | int, ...]]:
    base = BASES.get(line.indicator.of, "")
    for part, shown in line.by_part.items():
        met, of, missing, share = shown.texts
        yield (
            line.indicator.label,
            PART_LABELS[part],
            _number(met),
            _number(of),
            base,
            _number(missing),
            share,
        )


def _number(text: str) -> str | int:
    return int(text) if text.isdigit() else text
