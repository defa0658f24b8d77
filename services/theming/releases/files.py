"""The files of a release, made of what it recorded: the same bytes whenever they are made again."""

import io
from collections.abc import Sequence
from typing import Any

from services.theming.domain.releases.kept_table import KeptTable
from services.theming.domain.releases.release import StatisticsRelease
from services.theming.domain.releases.written_release import (
    HEADER,
    WrittenRelease,
    cover,
    in_a_file,
    long_rows,
    printed_release,
)
from services.theming.domain.statistics.linked_tables import TOTAL
from services.theming.printing import makers
from services.theming.printing.html_file import as_html
from services.theming.printing.makers import HTML, checksum
from shared.disclosure.cells import as_text, status_of
from shared.disclosure.policies import POLICIES
from shared.disclosure.spreadsheets import CsvWriter, neutral
from shared.spreadsheet_files import MEDIA
from shared.workbooks import Sheet, ods_book, xlsx_book

__all__ = ["checksum", "downloaded_as", "label_of", "made_files", "made_with", "media_of", "written"]
WEB_PAGE = "tables.html"
LABELS = {
    WEB_PAGE: "Web page, all tables",
    "tables.xlsx": "Excel workbook, a sheet for each table",
    "tables.ods": "OpenDocument spreadsheet, the same",
}


def written(release: StatisticsRelease, round: Any, tables: Sequence[KeptTable]) -> WrittenRelease:
    """``round``: the row of the round that is written."""
    policy = next(
        each for each in POLICIES if (each.name, each.version) == (release.policy, release.policy_version)
    )
    return WrittenRelease(
        id=release.id,
        title=release.title,
        purpose=release.purpose,
        panel_name=round.panel_name,
        policy=policy,
        at=round.data_as_of,
        tables=tuple(tables),
    )


def made_files(release: WrittenRelease) -> dict[str, bytes]:
    """Every file by name. The workbooks list the checksums of the CSV files."""
    lists = {f"table-{each.number:02d}.csv": _csv(release, each) for each in release.tables}
    checksums = {name: checksum(content) for name, content in lists.items()}
    sheets: list[Sheet] = [("Cover", cover(release, checksums))]
    sheets += [(f"Table {each.number}", _sheet(release, each)) for each in release.tables]
    return {
        **lists,
        "tables.xlsx": xlsx_book(release.title, sheets, at=release.at),
        "tables.ods": ods_book(release.title, sheets, at=release.at),
        WEB_PAGE: as_html(release.title, printed_release(release)),
    }


def label_of(name: str, tables: Sequence[KeptTable]) -> str:
    """What a file is, in words."""
    titles = {f"table-{each.number:02d}.csv": f"{each.layout.title} (CSV)" for each in tables}
    return LABELS.get(name) or titles.get(name, name)


def media_of(name: str) -> str:
    ending = name.rsplit(".", 1)[1]
    return HTML if ending == "html" else MEDIA[ending]


def downloaded_as(release: StatisticsRelease, name: str) -> str:
    """The name of the file as it is saved: it tells of the release and of no case."""
    return f"release-{release.id.lower()}-{name}"


def made_with() -> str:
    return makers.made_with("releases", "domain/releases")


def _csv(release: WrittenRelease, kept: KeptTable) -> bytes:
    out = io.StringIO()
    writer = CsvWriter(out, lineterminator="\r\n")
    about = (release.policy.name, release.policy.version, release.at.date().isoformat(), release.id)
    writer.writerow((*HEADER, "policy", "policy_version", "data_as_of", "release"))
    for title, row, column, cell in long_rows(release, kept):
        words = (neutral(title), neutral(row), neutral(column))
        writer.writerow((*words, as_text(cell), status_of(cell), *about))
    return ("\ufeff" + out.getvalue()).encode()


def _sheet(release: WrittenRelease, kept: KeptTable) -> list[tuple[str | int, ...]]:
    """The table as it is read, with what it is about beneath."""
    layout = kept.layout
    columns = layout.columns.every if layout.columns else ((TOTAL, "Number"),)
    head = (layout.rows.label, *(label for _, label in columns))
    rows = [
        (label, *(in_a_file(kept.cell(release.policy, layout.values(row, column))) for column, _ in columns))
        for row, label in layout.rows.every
    ]
    return [head, *rows, (), ("Table", layout.title), *layout.about]
