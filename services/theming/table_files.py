"""Made tables as CSV and workbooks: a line for each cell, with all that is needed to read it."""

import io
from collections.abc import Iterator

from services.theming.domain.statistics import percentages, rates
from services.theming.domain.statistics.dimensions import BASIS_LABELS, COHORTS
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.domain.statistics.made_table import MadeTable, Place
from services.theming.tables_made.rating import Rates
from shared.disclosure.cells import Missing, Suppressed, as_text, status_of
from shared.disclosure.spreadsheets import CsvWriter, neutral
from shared.spreadsheet_files import WRITERS

HEADER = (
    "row_key", "row", "column_key", "column", "count", "status", "percent", "n",
    "rate", "rate_low", "rate_high", "rate_per", "rate_flag",
    "rows", "columns", "filters", "area", "period", "period_starts_on", "period_ends_on", "period_complete",
    "cohort", "basis", "policy", "policy_version", "as_of", "as_known_on", "divided_by",
)  # fmt: skip
Line = tuple[str | int, ...]


def as_csv(table: MadeTable, given: Rates | None = None) -> str:
    """``status`` says what ``count`` is; of a rate, ``rate_flag`` says u (unreliable), * or : (not shown)."""
    out = io.StringIO()
    writer = CsvWriter(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    for line in _lines(table, given):
        writer.writerow([neutral(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue()


def as_workbook(table: MadeTable, kind: str, given: Rates | None = None) -> bytes:
    """The same as XLSX or ODS. What is not shown is text: no sum takes it for 0."""
    return WRITERS[kind]("Table", [HEADER, *_lines(table, given)])


def file_name(table: MadeTable, kind: str) -> str:
    """A name that says what is in the file; no case is named."""
    question = table.question
    across = (table.columns.name,) if table.columns else ()
    parts = ("table", table.rows.name, *across, question.span.name, question.area)
    return "-".join(parts).lower().replace(" ", "-").replace("_", "-").replace("..", "-to-") + f".{kind}"


def _lines(table: MadeTable, given: Rates | None) -> Iterator[Line]:
    about = _about(table, given)
    for row, label in table.down:
        for column, heading in table.across:
            place = (row, column)
            cell = table.cells[place]
            shown = (
                as_text(cell) if isinstance(cell, Suppressed | Missing) else int(as_text(cell)),
                status_of(cell),
            )
            at = (_key(row), label, _key(column) if table.columns else "", heading)
            yield (*at, *shown, *_percent(table, place), *_rate(given, place), *about)


def _key(value: str) -> str:
    return "total" if value == TOTAL else value


def _percent(table: MadeTable, place: Place) -> Line:
    if not table.question.measure.startswith("percent"):
        return ("", "")
    share = table.percentage(place)
    return percentages.as_text(share), share.of if isinstance(share, percentages.Percentage) else ""


def _rate(given: Rates | None, place: Place) -> Line:
    if given is None:
        return ("",) * 5
    rate = given.cells[place]
    if not isinstance(rate, rates.Rate):
        return ("", "", "", "", rates.as_text(rate))
    ends = (f"{number:.1f}" for number in (rate.value, rate.low, rate.high))
    return (*ends, rate.per, "u" if rate.unreliable else "")


def _about(table: MadeTable, given: Rates | None) -> Line:
    question, span = table.question, table.question.span
    return (
        table.rows.name,
        table.columns.name if table.columns else "",
        "; ".join(f"{name}={value}" for name, value in question.filters),
        question.area,
        span.name,
        span.starts_on.isoformat(),
        span.ends_on.isoformat(),
        "yes" if table.complete else "no",
        COHORTS[question.basis],
        BASIS_LABELS[question.basis],
        table.policy.name,
        table.policy.version,
        table.as_of.isoformat(),
        question.known_on.isoformat() if question.known_on else "",
        "; ".join(f"{file.name} (version {file.version}, {file.source})" for file in given.files)
        if given
        else "",
    )
