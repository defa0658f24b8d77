"""The bundles of a meeting as a tagged PDF, beside the same content through an HTML-to-PDF library."""

import io
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from html import escape

from pypdf import PdfReader

from services.panel.domain.bundles.bundle import Bundle, BundleDocument
from services.panel.domain.bundles.bundle_pages import numbered, paragraphs_by_page
from services.panel.domain.bundles.contents import contents
from services.panel.domain.bundles.printed import Block, printed_case
from services.panel.domain.cases.sources import InformationSource
from services.panel.printing.typeset import typeset
from shared.redaction_figures import redaction_figures
from tests.benchmarks.material import TEXTS
from tests.benchmarks.measuring import load, note, report, seconds
from tests.unit.panel.test_review_case import a_case

CASES, DOCUMENTS, LETTERS = 8, 6, 6_000  # 6 documents of three pages or so for each case
MOST_SECONDS, TIMES = 5.0, 4.0
AT = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
ON = date(2026, 5, 1)
KINDS = (
    "notification",
    "reporting_form",
    "reporting_form",
    "supplementary_form",
    "post_mortem_report",
    "document",
)
STYLE = """
@page { size: a4; margin: 2.4cm 2.2cm; @bottom-left { content: string(place) } }
html { font: 11pt serif; hyphens: none }
h4 { font-size: 9pt; string-set: place content() }
h3, h4.sheet { break-before: page }
table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 1px solid #bbb; text-align: left }
"""


def bundling() -> None:
    """A row of the table: pages a second of both, made in the same run."""
    texts = [_text(number) for number in range(CASES * DOCUMENTS)]
    made: list[bytes] = []
    ours = seconds(lambda: made.append(_ours(texts)))
    pages = len(PdfReader(io.BytesIO(made[-1])).pages)
    if pages < 150 or len(set(made)) != 1:
        raise RuntimeError(f"{pages} pages, {len(set(made))} different files")
    theirs, their_pages = _theirs(texts)
    what = f"Bundles of {CASES} cases, {pages} pages"
    report(what, pages / ours, their_pages / theirs, "pages/s", "the same as HTML, WeasyPrint")
    told = (
        f"{ours:.2f} s (at most {MOST_SECONDS:g}), {len(made[-1]) / 1000:,.0f} kB; WeasyPrint {theirs:.1f} s"
    )
    note(f"  {told}, {their_pages} pages: {theirs / ours:.1f} times as fast (at least {TIMES:g}), {load()}")


def _text(number: int) -> str:
    """Paragraphs of the demonstration's narratives, as long as an agency's return."""
    paragraphs, length = [], 0
    while length < LETTERS:
        paragraphs.append(TEXTS[(number * 31 + len(paragraphs)) % len(TEXTS)])
        length += len(paragraphs[-1])
    return "\n\n".join(paragraphs)


def _blocks(texts: list[str]) -> list[Block]:
    figures = redaction_figures()
    found = (_case(number, texts[number * DOCUMENTS :][:DOCUMENTS]) for number in range(CASES))
    return [block for case in found for block in printed_case(case, figures)]


def _case(number: int, texts: list[str]):  # type: ignore[no-untyped-def]
    sources = [InformationSource(f"s{each}", "health_visitor", "community_health", ON) for each in range(6)]
    case = a_case(reference=f"LLR-2026-{number:04}", sources=sources)
    papers = tuple(
        BundleDocument(
            number=place,
            material_id=f"m{place}",
            version=1,
            title=f"Document {place}",
            kind=kind,
            source_role="health_visitor",
            confirmed_on=ON,
            redactions={"known_name": 4, "date": 2},
            replaces=False,
            digest=f"{number}-{place}",
            pages=numbered(place, paragraphs_by_page(text)),
        )
        for place, (kind, text) in enumerate(zip(KINDS, texts, strict=True), start=1)
    )
    return contents(case, Bundle(case.reference, len(papers), papers), (), (), "all_deaths")


def _ours(texts: list[str]) -> bytes:
    return typeset("Bundles of the panel meeting", _blocks(texts), reader="A Reader", at=AT)


def _theirs(texts: list[str]) -> tuple[float, int]:
    """Seconds and pages of one run: tagged as well, from the same blocks."""
    from weasyprint import HTML

    page = _html(_blocks(texts))
    started = time.perf_counter()
    made = HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return time.perf_counter() - started, len(PdfReader(io.BytesIO(made)).pages)


def _html(blocks: list[Block]) -> str:
    after_sheet, parts = False, []
    for block in blocks:
        parts.append(_SHOWN.get(block["kind"], lambda block, fresh: "")(block, after_sheet))
        after_sheet = block["kind"] == "sheet" or (after_sheet and block["kind"] == "place")
    head = f"<title>Bundles</title><style>{STYLE}</style>"
    return f'<!DOCTYPE html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>'


def _heading(block: Block, fresh: bool) -> str:
    level, sheet = block["level"], ' class="sheet"' if fresh else ""
    return f'<h{level}{sheet} id="{block["anchor"]}">{escape(block["text"])}</h{level}>'


def _paragraph(block: Block, fresh: bool) -> str:
    return f"<p>{escape(block['text'])}</p>"


def _table(block: Block, fresh: bool) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in block["head"])
    rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in block["rows"])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _index(block: Block, fresh: bool) -> str:
    cells = [
        (f'<a href="#{row["anchor"]}">{escape(row["text"])}</a>', row["version"], row["pages"])
        for row in block["rows"]
    ]
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in cells)
    head = "<thead><tr><th>Document</th><th>Version</th><th>Pages</th></tr></thead>"
    return f"<table>{head}<tbody>{rows}</tbody></table>"


_SHOWN: dict[str, Callable[[Block, bool], str]] = {
    "heading": _heading,
    "paragraph": _paragraph,
    "table": _table,
    "index": _index,
}
