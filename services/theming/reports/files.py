"""The files of a report: which there are, and how each is made of its contents."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from services.theming.domain.printed_blocks import Block
from services.theming.domain.reports.contents import ReportContents
from services.theming.domain.reports.printed_report import Standing, printed_report
from services.theming.domain.reports.report_run import ReportRun
from services.theming.printing import makers
from services.theming.printing.html_file import as_html
from services.theming.printing.makers import HTML, PDF, WORD
from services.theming.printing.typeset import typeset
from services.theming.printing.word_file import as_word
from services.theming.reports.charts import charts_of

CONTENTS: TypeAdapter[ReportContents] = TypeAdapter(ReportContents)
DRAFT, FINAL = "draft", "final"


@dataclass(frozen=True)
class ReportFile:
    name: str
    label: str
    media: str
    make: Callable[[ReportContents, Standing, list[Block]], bytes]


def _html(contents: ReportContents, standing: Standing, blocks: list[Block]) -> bytes:
    return as_html(contents.title, blocks)


def _pdf(contents: ReportContents, standing: Standing, blocks: list[Block]) -> bytes:
    head = f"{contents.panel_name} · {contents.version_label} · {standing.label}"
    return typeset(contents.title, blocks, standing=head, at=standing.final_at or contents.known_at)


def _word(contents: ReportContents, standing: Standing, blocks: list[Block]) -> bytes:
    at = standing.final_at or contents.known_at
    return as_word(contents.title, blocks, author=contents.panel_name, at=at)


FILES: Mapping[str, ReportFile] = {
    each.name: each
    for each in (
        ReportFile("report.html", "Web page, for a telephone or a screen reader", HTML, _html),
        ReportFile("report.pdf", "PDF, to print", PDF, _pdf),
        ReportFile("report.docx", "Word document, to quote from", WORD, _word),
    )
}


def standing_of(run: ReportRun) -> Standing:
    return Standing(run.id, run.checksum, run.made_by_name, run.final_by_name, run.final_at)


def standing_at(run: ReportRun, standing: str) -> Standing:
    """As it stood when the files of a draft, or the final ones, were made."""
    return standing_of(run) if standing == FINAL else Standing(run.id, run.checksum, run.made_by_name)


def blocks_of(contents: ReportContents, standing: Standing) -> list[Block]:
    """What the page and the files show."""
    wide, narrow = charts_of(contents), charts_of(contents, "narrow")
    both = [replace(one, narrow=other.svg) for one, other in zip(wide, narrow, strict=True)]
    return printed_report(contents, standing, both)


def made_files(contents: ReportContents, standing: Standing) -> dict[str, bytes]:
    """Every file by name: the same bytes from the same contents, as long as ``made_with`` is the same."""
    blocks = blocks_of(contents, standing)
    return {name: each.make(contents, standing, blocks) for name, each in FILES.items()}


def checksum_of(contents: ReportContents) -> str:
    """SHA-256 of everything that a report says, in hexadecimal digits."""
    said = json.dumps(CONTENTS.dump_python(contents, mode="json"), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def downloaded_as(run: ReportRun, name: str) -> str:
    """The name of a file as it is saved: kind, period and version, and no case."""
    return f"{run.id}.{name.rsplit('.', 1)[1]}"


def made_with() -> str:
    return makers.made_with("reports", "domain/reports", "charts")
