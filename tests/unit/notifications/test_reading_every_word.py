"""Every word of a document is read, wherever it stands, and every page that could not be is named."""

from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from services.notifications.domain.documents.inspecting import inspect_document
from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.read_pages import ReadPage, brought_forward, read_text
from services.notifications.domain.documents.refusals import DocumentNotTaken

from .some_documents import STORY, a_pdf, a_picture


def a_letter() -> bytes:
    """A Word document with words in every place that has some."""
    made = docx.Document()
    made.core_properties.author = "Authorname"
    section = made.sections[0]
    section.different_first_page_header_footer = True
    made.settings.odd_and_even_pages_header_footer = True
    for part, words in (
        (section.header, "in the header"),
        (section.footer, "in the footer"),
        (section.first_page_header, "in the first header"),
        (section.first_page_footer, "in the first footer"),
        (section.even_page_header, "in the even header"),
        (section.even_page_footer, "in the even footer"),
    ):
        part.paragraphs[0].text = words
    made.add_table(1, 1).cell(0, 0).text = "in a table"
    written = made.add_paragraph("Seen twice ")
    written._p.append(_changed("del", "delText", "taken out later"))
    written._p.append(_changed("ins", "t", "put in later"))
    made.add_comment(written.runs, "in a comment", author="Commentauthor")
    made.add_picture(BytesIO(a_picture()))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _changed(kind: str, tag: str, words: str) -> OxmlElement:
    change, run, text = (OxmlElement(f"w:{name}") for name in (kind, "r", tag))
    change.set(qn("w:author"), "Trackauthor")
    text.text = words
    run.append(text)
    change.append(run)
    return change


def a_form() -> bytes:
    """A PDF with a note, a comment without a place, and two filled fields."""

    def change(writer: PdfWriter) -> None:
        writer.add_metadata({"/Author": "Authorname", "/Title": "Titlename"})
        notes = [
            {
                "/Subtype": NameObject("/Text"),
                "/Contents": TextStringObject("a note"),
                "/T": _said("Noteauthor"),
            },
            {"/Subtype": NameObject("/Widget"), "/T": _said("Name of child"), "/V": _said("Amara")},
            {"/Subtype": NameObject("/Widget"), "/T": _said("Seen"), "/V": NameObject("/Yes")},
            {"/Subtype": NameObject("/Widget"), "/T": _said("Ill"), "/V": NameObject("/Off")},
        ]
        place = ArrayObject([NumberObject(number) for number in (0, 0, 10, 10)])
        made = [
            DictionaryObject({NameObject(key): value for key, value in {**note, "/Rect": place}.items()})
            for note in notes
        ]
        writer.pages[0][NameObject("/Annots")] = ArrayObject(map(writer._add_object, made))

    return a_pdf(change=change)


def _said(words: str) -> TextStringObject:
    return TextStringObject(words)


def with_picture_on(page: int, *texts: str) -> bytes:
    def change(writer: PdfWriter) -> None:
        picture = StreamObject()
        picture.set_data(b"\0")
        more = {"/Subtype": NameObject("/Image"), "/Width": NumberObject(1), "/Height": NumberObject(1)}
        picture.update({NameObject(key): value for key, value in more.items()})
        resources = writer.pages[page - 1]["/Resources"]
        shown = DictionaryObject({NameObject("/Im0"): writer._add_object(picture)})
        resources[NameObject("/XObject")] = shown  # type: ignore[index]

    return a_pdf(*texts, change=change)


def test_a_word_document_is_read_in_every_place_that_has_words() -> None:
    found = inspect_document(a_letter())
    for place in ("the header", "the footer", "the first header", "the first footer", "the even header"):
        assert f"in {place}" in found.text
    assert "in the even footer" in found.text
    assert "in a table" in found.text
    assert "in a comment" in found.text
    assert "[deleted in the document: taken out later]" in found.text
    assert "put in later" in found.text
    assert found.pictured == (1,)


def test_who_wrote_or_changed_a_document_is_not_read() -> None:
    for made in (a_letter(), a_form()):
        text = inspect_document(made).text
        assert "author" not in text.lower()
        assert "Titlename" not in text


def test_notes_on_a_pdf_and_what_was_filled_into_its_fields_are_read() -> None:
    text = inspect_document(a_form()).text
    assert STORY in text
    assert text.endswith("a note\nName of child: Amara\nSeen: Yes")


def test_a_stamp_on_a_scanned_page_is_not_taken_for_its_text() -> None:
    found = inspect_document(with_picture_on(2, STORY, "Received 3", STORY))
    assert found.unreadable == (2,)
    assert "Received 3" not in found.text
    beside = inspect_document(with_picture_on(1, STORY, STORY))
    assert (beside.unreadable, beside.pictured) == ((), (1,))


def test_an_empty_page_is_nothing_withheld() -> None:
    found = inspect_document(a_pdf(STORY, change=lambda writer: writer.add_blank_page(595, 842)))
    assert (found.pages, found.unreadable) == (2, ())


@pytest.mark.parametrize("text", ["\ufffd\ufffd is what stands here, in many letters", "/g12/g7/g44 /g3"])
def test_letters_that_nobody_can_read_are_a_page_withheld(text: str) -> None:
    assert read_text([ReadPage(STORY), ReadPage(text)]).unreadable == (2,)


def test_a_word_divided_between_pages_is_read_whole() -> None:
    found = read_text(
        [ReadPage("She lived with her mother, Zephy-"), ReadPage("rinella, until that day came.")]
    )
    assert "Zephyrinella, until" in found.text
    assert "Zephy-" not in found.text


def test_more_text_than_is_taken_is_refused_and_never_cut() -> None:
    with pytest.raises(DocumentNotTaken, match="more text"):
        read_text([ReadPage("word " * (LIMITS.most_text // 4))])


def test_what_was_read_before_says_in_the_same_words_which_pages_are_withheld() -> None:
    old = "First.\n\n[Page 2 holds no text that could be read.]"
    assert brought_forward(old) == ("First.\n\n[Page 2 is withheld: its text could not be read.]", (2,))
