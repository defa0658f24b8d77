"""The report on timeliness as CSV or XLSX, saying what it is, with nothing that a spreadsheet would run."""

import io
from collections.abc import Iterator
from datetime import date

from services.notifications.domain.clocks.clock_rows import NOTIFICATION_CLOCKS
from services.notifications.domain.timeliness.report import COHORT, ROAD_AREA
from services.notifications.domain.timeliness.showing import COLUMNS, ShownReport
from shared.disclosure.spreadsheets import CsvWriter, neutral

Row = tuple[str, ...]
EXACT = "None: exact numbers, for the office alone"
SIGNS = "* suppressed (not 0); N/A: 0 of 0; blank: not known"


def as_csv(shown: ShownReport, *, area: str, run_on: date) -> str:
    """The whole report as comma-separated values, UTF-8 with the mark by which a spreadsheet knows it."""
    out = io.StringIO()
    CsvWriter(out, lineterminator="\r\n").writerows(_rows(shown, area=area, run_on=run_on))
    return "\ufeff" + out.getvalue()


def as_xlsx(shown: ShownReport, *, area: str, run_on: date) -> bytes:
    """The same as a workbook; whole numbers are numbers, everything else is text."""
    # Here and not above: the library takes a while to load, and most processes never need it.
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()  # allow workbook-with-formulas: each text in it is made neutral
    sheet = book.active
    sheet.title = "Timeliness"
    for number, row in enumerate(_rows(shown, area=area, run_on=run_on), start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, int(text) if text.isdigit() else text)
            if len(row) == 1:
                cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width = 52
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def file_name(shown: ShownReport, kind: str) -> str:
    """A name that says what is in the file."""
    version = shown.policy.name.replace("_", "-") if shown.policy else "office"
    return f"timeliness-{shown.report.span.name.lower()}-{version}.{kind}"


def _rows(shown: ShownReport, *, area: str, run_on: date) -> Iterator[Row]:
    for row in (*_about(shown, area, run_on), ()):
        yield tuple(neutral(text) for text in row)
    for row in _figures(shown):
        yield tuple(neutral(text) for text in row)


def _about(shown: ShownReport, area: str, run_on: date) -> Iterator[Row]:
    report, policy = shown.report, shown.policy
    clock = next(each for each in NOTIFICATION_CLOCKS if each.id == report.clock_id)
    yield ("Timeliness of child death notifications",)
    yield "Area", area
    yield "Cohort", COHORT
    yield "Period", report.span.label
    yield "Period starts", report.span.starts_on.isoformat()
    yield "Period ends", report.span.ends_on.isoformat()
    yield "Period complete", "yes" if report.complete else "no: figures so far"
    yield "Reporting frequency", report.span.frequency
    yield "Clock", f"{clock.name}, version {clock.version} ({clock.source})"
    yield "As things stood on", report.as_of.isoformat()
    yield "Run on", run_on.isoformat()
    yield "Disclosure policy", f"{policy.label}, version {policy.version}. {policy.rule}" if policy else EXACT
    yield "Not counted", shown.not_counted
    yield "Signs", SIGNS


def _figures(shown: ShownReport) -> Iterator[Row]:
    yield (shown.sentence,)
    yield ("", *COLUMNS)
    yield (shown.total.label, *shown.total.texts)
    for line in shown.clocks:
        yield (f"Clock: {line.label}", *line.texts)
    for table in shown.tables:
        yield ()
        yield (table.label, *COLUMNS)
        yield from ((line.label, *line.texts) for line in table.lines)
    yield ()
    yield "Reasons for late notifications and for those that cannot be judged", "Number"
    yield from shown.reasons
    yield ()
    yield f"Children killed on the road ({ROAD_AREA}), at notification", shown.on_the_road
