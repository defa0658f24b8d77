"""A document is taken for what it holds, not for what it is called, and only if all it can do is be read."""

import struct
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifications.domain.documents.inspecting import inspect_document
from services.notifications.domain.documents.kinds import KINDS
from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.refusals import DocumentNotTaken
from services.notifications.domain.documents.stored_document import NAME_LENGTH, neutral_name

from .some_documents import (
    STORY,
    a_pdf,
    a_picture,
    a_word_document,
    that_unpacks_to,
    with_action,
    with_annotation,
    with_attachment,
    with_password,
    with_relation,
    with_script,
)

_DECLARES_MACROS = {"[Content_Types].xml": (b"<Override", b"<!-- macroEnabled --><Override")}
_DECLARES_ENTITIES = {"word/document.xml": (b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document')}


def refusal(content: bytes) -> str:
    with pytest.raises(DocumentNotTaken) as refused:
        inspect_document(content)
    return refused.value.says


def test_a_pdf_is_read_page_by_page() -> None:
    found = inspect_document(a_pdf(STORY, "A second page with some more words of the doctor."))
    assert (found.kind, found.pages) == ("pdf", 2)
    assert STORY in found.text
    assert "A second page" in found.text


def test_a_page_of_a_pdf_without_text_is_named_beside_those_with() -> None:
    found = inspect_document(a_pdf(STORY, "", STORY))
    assert found.text == (
        f"[Page 1]\n{STORY}\n\n[Page 2 is withheld: its text could not be read.]\n\n[Page 3]\n{STORY}"
    )
    assert (found.pages, found.unreadable, found.pictured) == (3, (2,), ())


def test_a_scanned_pdf_has_no_text() -> None:
    assert inspect_document(a_pdf("")).text == ""


def test_a_word_document_is_read_with_its_tables_and_headers() -> None:
    made = a_word_document(STORY)
    assert (inspect_document(made).kind, inspect_document(made).text) == ("docx", STORY)


@pytest.mark.parametrize(
    ("form", "kind", "frames"), [("PNG", "png", 1), ("JPEG", "jpeg", 1), ("TIFF", "tiff", 3)]
)
def test_a_picture_is_taken_and_has_no_text(form: str, kind: str, frames: int) -> None:
    found = inspect_document(a_picture(form, frames=frames))
    assert (found.kind, found.pages, found.text) == (kind, frames, "")


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (with_script, "holds a program"),
        (lambda: with_action("/Launch"), "holds a program"),
        (lambda: with_action("/SubmitForm"), "holds a program"),
        (lambda: with_action("/URI"), "starts something when it is opened"),
        (lambda: with_action("/GoToR"), "starts something when it is opened"),
        (lambda: with_action("/GoToE"), "other files"),
        (lambda: with_annotation("/FileAttachment"), "other files"),
        (lambda: with_annotation("/RichMedia"), "other files"),
        (with_attachment, "other files"),
        (with_password, "password"),
        (lambda: a_pdf()[:300], "damaged"),
        (lambda: b"%PDF-1.7\nnothing", "damaged"),
        (lambda: that_unpacks_to(LIMITS.most_unpacked_bytes + 1), "damaged"),
    ],
)
def test_a_pdf_that_does_more_than_be_read_is_refused(made: Callable[[], bytes], says: str) -> None:
    assert says in refusal(made())


def test_a_link_in_a_pdf_is_nothing_bad() -> None:
    assert inspect_document(with_annotation("/Link")).kind == "pdf"


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (lambda: a_word_document(extra={"word/vbaProject.bin": b"x"}), "macro"),
        (lambda: a_word_document(extra={"word/embeddings/oleObject1.bin": b"x"}), "other files"),
        (lambda: a_word_document(extra={"word/activeX/activeX1.xml": b"<a/>"}), "macro"),
        (lambda: a_word_document(extra={"word/media/tool.exe": b"MZ"}), "other files"),
        (lambda: a_word_document(extra={"word/afchunk.mht": b"x"}), "other files"),
        (lambda: a_word_document(replaced=_DECLARES_MACROS), "macro"),
        (lambda: with_relation("attachedTemplate", "http://evil.example/t.dotm"), "fetches"),
        (lambda: with_relation("attachedTemplate", "file://evil.example/t.dotm"), "fetches"),
        (lambda: with_relation("attachedTemplate", "\\\\evil\\t.dotm"), "fetches"),
        (lambda: with_relation("image", "https://evil.example/pixel.png"), "fetches"),
        (lambda: with_relation("oleObject", "x.bin", "Internal"), "other files"),
        (lambda: a_word_document(replaced=_DECLARES_ENTITIES), "damaged"),
        (lambda: a_word_document()[:-400], "damaged"),
    ],
)
def test_a_word_document_that_does_more_than_be_read_is_refused(made: Callable[[], bytes], says: str) -> None:
    assert says in refusal(made())


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("hyperlink", "https://www.example.org/"),
        ("attachedTemplate", "file:///C:\\Users\\a\\Letter.dotm"),
        ("attachedTemplate", "Normal.dotm"),
    ],
)
def test_a_link_to_click_on_and_the_authors_own_template_are_nothing_bad(kind: str, target: str) -> None:
    assert inspect_document(with_relation(kind, target)).text == STORY


def test_a_word_document_that_unpacks_to_far_more_is_refused_before_it_is_read() -> None:
    bomb = a_word_document(extra={"word/media/a.png": b"\0" * (LIMITS.most_unpacked_bytes + 1)})
    assert len(bomb) < 200_000
    assert "unpacks to far more" in refusal(bomb)


def test_a_folder_of_files_and_a_spreadsheet_are_no_word_documents() -> None:
    out = BytesIO()
    with ZipFile(out, "w") as folder:
        folder.writestr("xl/workbook.xml", "<a/>")
    assert "not a Word document" in refusal(out.getvalue())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Word"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
        (b"MZ\x90\0" + b"\0" * 60, "program"),
        (b"\x7fELF" + b"\0" * 60, "program"),
        (b"{\\rtf1 hello}", "rich text"),
        (b"GIF89a" + b"\0" * 20, "GIF"),
        (b"<html><script>1</script>", "kind that can be taken"),
        (b"#!/bin/sh\nrm", "kind that can be taken"),
        (b" " + b"%PDF-1.7", "kind that can be taken"),
    ],
)
def test_what_is_none_of_these_is_refused_with_what_to_do(content: bytes, says: str) -> None:
    assert says in refusal(content)


def test_a_picture_cut_short_or_only_called_a_picture_is_refused() -> None:
    assert "damaged" in refusal(a_picture("JPEG", (400, 300))[:500])
    assert "damaged" in refusal(b"\x89PNG\r\n\x1a\n" + b"<script>")


def test_a_picture_that_unpacks_to_far_too_many_points_is_refused_without_drawing_it() -> None:
    small = bytearray(a_picture("PNG"))
    small[16:24] = struct.pack(">II", 60_000, 60_000)
    assert refusal(bytes(small))


def test_what_is_too_large_or_has_too_many_pages_is_refused() -> None:
    assert "8 MB" in refusal(b"%PDF-1.7" + b"\0" * LIMITS.most_bytes)
    assert "300 pages" in refusal(a_picture("TIFF", (1, 1), frames=LIMITS.most_pages + 1))


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(0, 900), junk=st.binary(max_size=40))
def test_a_damaged_document_is_refused_and_nothing_else_goes_wrong(cut: int, junk: bytes) -> None:
    for good in (_PDF, _WORD, _PNG):
        with suppress(DocumentNotTaken):
            assert inspect_document(good[:cut] + junk + good[cut + len(junk) :]).kind in KINDS


_PDF, _WORD, _PNG = a_pdf(), a_word_document(), a_picture()


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\letters\\Tilly.docx", "Tilly.docx"),
        ("a\u202egnp.exe\0", "agnp.exe"),
        ("", "no name"),
        ("x" * 400, "x" * NAME_LENGTH),
        ("<b>.pdf", "<b>.pdf"),
    ],
)
def test_the_name_a_sender_gave_is_plain_text_without_a_path(given_name: str, kept: str) -> None:
    assert neutral_name(given_name) == kept
