"""The board report as rows: what it is, the exceptions, then every figure with what it is counted out of."""

from collections.abc import Iterator

from services.panel.domain.reports.board_report import PART_LABELS, BoardReport, ReportLine
from services.panel.domain.reports.indicators import BASES

SIGNS = "* suppressed (not 0); N/A: 0 of 0"
HEADS = ("Indicator", "Part of the area", "Number", "Out of", "Of what", "Cannot be judged", "Share")
EXACT = "None: exact numbers"


def about(report: BoardReport, area: str, version: str) -> list[tuple[str, str]]:
    """What the report says of itself: label and text."""
    policy = report.policy
    return [
        ("Version", version),
        ("Area", area),
        ("Period", f"{report.period.label}: {report.period.starts_on} to {report.period.ends_on}"),
        ("Standing", report.standing),
        ("As things stood at the end of", report.on.isoformat()),
        ("Run on", report.run_on.isoformat()),
        ("Disclosure", f"{policy.label}, version {policy.version}. {policy.rule}" if policy else EXACT),
        ("Not split", "Meetings and attendance: the panel is one for all boards"),
    ]


def as_rows(report: BoardReport, area: str, version: str) -> list[tuple[str | int, ...]]:
    """The rows of a file: exceptions first, then all figures."""
    rows: list[tuple[str | int, ...]] = [("Board report of the child death overview panel",)]
    rows += [*about(report, area, version), ("Signs", SIGNS), (), ("Exceptions first",), HEADS]
    for line in report.exceptions:
        rows += _lines(line)
    rows += [(), ("All figures",), HEADS]
    for line in report.lines:
        rows += _lines(line)
    return rows


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
