"""A bundle on paper: tagged, the same from the same, and no text in it is ever taken for markup."""

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject

from services.panel.domain.bundles.bundle import Bundle
from services.panel.domain.bundles.bundle_pages import numbered, paragraphs_by_page
from services.panel.domain.bundles.contents import contents
from services.panel.domain.bundles.printed import (
    CONFIDENTIAL,
    Block,
    heading,
    paragraph,
    printed_case,
    table,
)
from services.panel.domain.cases.sources import InformationSource
from services.panel.printing.typeset import typeset
from shared.printed_text import BREAK, PRINTABLE, printable
from shared.redaction_figures import redaction_figures
from tests.pdf_validator import failures
from tests.unit.panel.test_bundle_contents import a_document, a_fact
from tests.unit.panel.test_review_case import a_case

AT = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
READER = "Dr Ann Other"
MARKUP = '#panic() $x^2$ @ref, <label>, *bold*, _it_, `raw`, \\ [x] "q" // no comment = no heading'
FORM = f"C. The child\nWas the child asked: #panic() *no* {'x' * 80}.\nAllergies: Not known.\nShe was loved."
STRANGE = "שלום مرحبا 😀 অ \x07 ŵ" + "x" * 400


def blocks() -> list[Block]:
    text = "\n\n".join([FORM, *(f"{number}. {MARKUP}\nSecond line.\n\n{STRANGE}" for number in range(12))])
    papers = (
        a_document(1, kind="notification", title="Notification", pages=0),
        a_document(2, title=MARKUP, pages=0),
        a_document(3, withheld_because="unsupported_file", pages=0),
    )
    pages = [numbered(one.number, paragraphs_by_page(text)) for one in papers[:2]]
    papers = (*(_with(one, found) for one, found in zip(papers, pages, strict=False)), papers[2])
    case = a_case(sources=[InformationSource("s1", "health_visitor", "community_health")])
    facts = (a_fact("smoking", "conflict", ("yes", "health_visitor"), ("no", "police"), chosen="yes"),)
    return printed_case(
        contents(case, Bundle(case.reference, 4, papers), facts, (), None), redaction_figures()
    )


def _with(one: Any, pages: Any) -> Any:
    return type(one)(**{**vars(one), "pages": pages})


@pytest.fixture(scope="module")
def made() -> bytes:
    return typeset("Case bundle LLR-2026-0107", blocks(), reader=READER, at=AT)


@pytest.fixture(scope="module")
def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def text_of(read: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in read.pages)


def tags(read: PdfReader) -> Iterator[str]:
    """Every structure type in reading order."""

    def walk(node: Any) -> Iterator[str]:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, list):
            for each in node:
                yield from walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                yield str(node["/S"])
            yield from walk(node.get("/K", []))

    yield from walk(read.trailer["/Root"]["/StructTreeRoot"])  # type: ignore[index]


def test_the_same_bundle_for_the_same_reader_at_the_same_instant_is_the_same_file(made: bytes) -> None:
    assert typeset("Case bundle LLR-2026-0107", blocks(), reader=READER, at=AT) == made
    assert typeset("Case bundle LLR-2026-0107", blocks(), reader="Somebody else", at=AT) != made


def test_it_is_tagged_with_a_language_and_a_title_that_is_shown(read: PdfReader) -> None:
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"].value  # type: ignore[index]
    assert root["/Lang"] == "en-GB"  # type: ignore[index]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value  # type: ignore[index]
    assert read.metadata is not None
    assert read.metadata.title == "Case bundle LLR-2026-0107"
    assert set(read.metadata) <= {"/Title", "/Creator", "/CreationDate", "/ModDate"}


def test_headings_go_down_one_level_at_a_time_and_tables_have_headers(read: PdfReader) -> None:
    found = list(tags(read))
    levels = [int(tag[2:]) for tag in found if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert found.count("/Table") == found.count("/THead") >= 5
    assert "/TH" in found


def test_the_bookmarks_lead_to_the_parts_the_documents_and_the_pages(read: PdfReader) -> None:
    def titles(outline: Any) -> Iterator[str]:
        for each in outline:
            yield from titles(each) if isinstance(each, list) else [each.title]

    found = list(titles(read.outline))
    for wanted in ("Case bundle LLR-2026-0107", "Index", "Core summary", "Page LLR-2026-0107/2.1"):
        assert wanted in found


@pytest.mark.parametrize("lines", range(24, 36))
def test_a_heading_and_its_sentence_are_never_left_alone_at_the_foot_of_a_sheet(lines: int) -> None:
    above = [paragraph(f"Line {number}") for number in range(lines)]
    rows = [(f"Day {day}", f"Happened {day}") for day in range(6)]
    chronology = [
        heading(2, "Chronology"),
        paragraph("Days are counted from the notification."),
        table("Milestones", ("Day", "What"), rows),
    ]
    written = typeset("A bundle", [heading(1, "Top"), *above, *chronology], reader=READER, at=AT)
    sheets = [page.extract_text() for page in PdfReader(io.BytesIO(written)).pages]
    [with_heading] = [sheet for sheet in sheets if "Chronology" in sheet]
    assert "Days are counted" in with_heading
    assert "Happened 0" in with_heading


def test_every_sheet_has_its_page_id_and_the_name_of_the_reader(read: PdfReader) -> None:
    sheets = [page.extract_text() for page in read.pages]
    assert all(READER in sheet and "15 June 2026, 11:30 am" in sheet for sheet in sheets)
    for page in ("LLR-2026-0107/1.1", "LLR-2026-0107/1.2", "LLR-2026-0107/2.1"):
        assert [sheet for sheet in sheets if sheet.startswith(READER) and f"Page {page}\n" in sheet]


def test_the_cover_says_what_it_is_made_from_and_how_good_the_redaction_was(read: PdfReader) -> None:
    cover = " ".join(read.pages[0].extract_text().split())
    assert CONFIDENTIAL[:60] in cover
    assert "Documents 3, of which 1 withheld" in cover
    assert "Replacements 6: names of the case 6" in cover
    found = redaction_figures()
    assert f"{100 * found.recall:.1f} % of {found.identifiers:,} identifiers" in cover
    assert "1. Notification 1 1.1 to" in cover


def test_a_text_is_printed_as_it_was_written_and_never_read_as_markup(read: PdfReader) -> None:
    words = " ".join(text_of(read).replace(BREAK, "").split())
    for piece in (
        "#panic()",
        "$x^2$",
        "@ref",
        "<label>",
        "*bold*",
        "_it_",
        "`raw`",
        "// no comment",
        "= no heading",
    ):
        assert piece in words
    assert "[grinning face]" in words
    assert "[bengali letter a]" in words
    assert "Second line." in words


def test_headings_and_answers_of_a_form_are_such_on_paper(read: PdfReader) -> None:
    assert {"kind": "heading", "level": 5, "text": "C. The child", "anchor": ""} in blocks()
    assert "/H5" in list(tags(read))
    words = " ".join(text_of(read).replace(BREAK, "").split())
    assert "C. The child Was the child asked: #panic() *no* xxx" in words
    assert "Allergies: Not known. She was loved." in words


def test_every_character_that_is_said_to_be_printable_can_be_printed() -> None:
    shown = [paragraph(f"a{chr(first)}b a{chr(last)}b") for first, last in PRINTABLE]
    assert typeset("Characters", [heading(1, "Characters"), *shown], reader=READER, at=AT)


def test_a_long_word_is_made_breakable_and_a_control_character_is_dropped() -> None:
    assert printable("x" * 70) == BREAK.join(("x" * 30, "x" * 30, "x" * 10))
    assert printable("a\x07b\nc") == "ab\nc"
    assert printable("\ud800") == "[character u+d800]"
    assert json.loads(json.dumps(printable("\ud800"))) == "[character u+d800]"


def test_a_validator_finds_nothing_against_pdf_ua(made: bytes, tmp_path: Path) -> None:
    file = tmp_path / "bundle.pdf"
    file.write_bytes(made)
    assert failures(file) == [[]]
