"""Published tables as comma-separated values and as workbooks, safe to open in a spreadsheet."""

import io
from collections.abc import Iterable

from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS
from services.theming.domain.statistics.published_table import PublishedTable
from shared.disclosure.cells import Cell, Missing, Suppressed, as_text, status_of
from shared.disclosure.spreadsheets import CsvWriter, neutral
from shared.spreadsheet_files import WRITERS

HEADER = (
    "key", "label", "count", "status", "area",
    "period", "period_starts_on", "period_ends_on", "period_complete",
    "cohort", "basis", "policy", "policy_version", "as_of", "as_known_on",
)  # fmt: skip


def as_csv(table: PublishedTable) -> str:
    """A row per value, and one for the distinct cases (``total``); ``status`` says what ``count`` is."""
    out = io.StringIO()
    writer = CsvWriter(out, lineterminator="\r\n")
    question = table.question
    writer.writerow((question.by.name, *HEADER[1:]))
    about = _about(table)
    for row in table.rows:
        writer.writerow(_line(row.key, row.label, row.cell, about))
    writer.writerow(_line("total", "Distinct cases", table.total, about))
    return out.getvalue()


def as_workbook(table: PublishedTable, kind: str) -> bytes:
    """The same rows as XLSX or ODS. Numbers are numbers; what is not shown is text: no sum takes it for 0."""
    about = _about(table)
    lines = [(row.key, row.label, row.cell) for row in table.rows] + [
        ("total", "Distinct cases", table.total)
    ]
    rows = [
        (table.question.by.name, *HEADER[1:]),
        *((key, label, _typed(cell), status_of(cell), *about) for key, label, cell in lines),
    ]
    return WRITERS[kind]("Statistics", rows)


def _typed(cell: Cell) -> int | str:
    return as_text(cell) if isinstance(cell, Suppressed | Missing) else int(as_text(cell))


def _line(key: str, label: str, cell: Cell, about: Iterable[str]) -> list[str]:
    return [neutral(key), neutral(label), as_text(cell), status_of(cell), *about]


def _about(table: PublishedTable) -> list[str]:
    question, period = table.question, table.question.period
    return [
        question.area,
        period.name,
        period.starts_on.isoformat(),
        period.ends_on.isoformat(),
        "yes" if table.complete else "no",
        COHORTS[question.basis],
        BASIS_LABELS[question.basis],
        table.policy.name,
        str(table.policy.version),
        table.as_of.isoformat(),
        question.known_on.isoformat() if question.known_on else "",
    ]


def file_name(table: PublishedTable, kind: str = "csv") -> str:
    """A name that says what is in the file; no case is named."""
    parts = ("statistics", table.question.by.name, table.question.period.name, table.question.area)
    return "-".join(parts).lower().replace(" ", "-").replace("_", "-") + f".{kind}"
