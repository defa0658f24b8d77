"""Documents about the canary family, with its names in every place a document has: text, edges, metadata."""

from io import BytesIO

import docx
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.generic import NameObject, NumberObject, TextStringObject

from tests.unit.notifications.some_documents import a_pdf


def a_report(names: str, *pages: str) -> bytes:
    """A PDF whose metadata, comment and pages name the family; its last page is a picture alone."""

    def change(writer: PdfWriter) -> None:
        writer.add_metadata({"/Author": names, "/Title": f"Report on {names}", "/Keywords": names})
        writer.add_outline_item(names, 0)
        note = {"/Subtype": NameObject("/Text"), "/Contents": TextStringObject(f"Rang {names} at home")}
        place = [NumberObject(number) for number in (0, 0, 10, 10)]
        _annotate(writer, note | {"/T": TextStringObject(names)}, place)

    return _with_scan(a_pdf(*pages, change=change))


def _annotate(writer: PdfWriter, note: dict[str, object], place: list[NumberObject]) -> None:
    from pypdf.generic import ArrayObject, DictionaryObject

    made = DictionaryObject({NameObject(key): value for key, value in note.items()})
    made[NameObject("/Rect")] = ArrayObject(place)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(made)])


def _with_scan(content: bytes) -> bytes:
    scan, out = BytesIO(), BytesIO()
    Image.new("RGB", (60, 80), (120, 130, 140)).save(scan, "PDF")
    writer = PdfWriter(clone_from=BytesIO(content))
    writer.append(PdfReader(BytesIO(scan.getvalue())))
    writer.write(out)
    return out.getvalue()


def a_letter(names: str, *paragraphs: str) -> bytes:
    """A Word document with the names in header, footer, table, comment, tracked changes and properties."""
    made = docx.Document()
    made.core_properties.author = made.core_properties.title = made.core_properties.comments = names
    made.sections[0].header.paragraphs[0].text = f"Re: {names}"
    made.sections[0].footer.paragraphs[0].text = f"Copy to the parents of {names}"
    for words in paragraphs:
        written = made.add_paragraph(words)
    made.add_table(1, 2).cell(0, 0).text = f"Name: {names}"
    made.add_comment(written.runs, f"Ask {names}", author=names)
    written._p.append(_deleted(f"{names} was here"))
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def _deleted(words: str) -> object:
    from docx.oxml import OxmlElement

    change, run, text = (OxmlElement(f"w:{name}") for name in ("del", "r", "delText"))
    text.text = words
    run.append(text)
    change.append(run)
    return change


def a_photograph(names: str) -> bytes:
    """A PNG that says in its text chunks whom it shows."""
    said, out = PngInfo(), BytesIO()
    for key in ("Author", "Title", "Description"):
        said.add_text(key, names)
    Image.new("RGB", (40, 30), (9, 9, 9)).save(out, "PNG", pnginfo=said)
    return out.getvalue()
