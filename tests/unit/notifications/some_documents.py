"""Documents made on the spot: good ones, and those that do more than a document should."""

from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

STORY = "Tilly Canaryfeather was seen at Rosehill Surgery on 3 June 2026 with a cough."


def a_pdf(*texts: str, change: Any = None) -> bytes:
    """A PDF with a page for each text; ``change`` is done to its writer."""
    writer = PdfWriter()
    for text in texts or (STORY,):
        _write(writer, text)
    if change:
        change(writer)
    return _written(writer)


def _write(writer: PdfWriter, text: str) -> None:
    page = writer.add_blank_page(595, 842)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    named = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): writer._add_object(named)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    drawn = StreamObject()
    drawn.set_data(f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("latin-1"))
    page[NameObject("/Contents")] = writer._add_object(drawn.flate_encode())


def _written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_action(kind: str) -> bytes:
    """A PDF that does something when it is opened."""

    def change(writer: PdfWriter) -> None:
        action = {"/S": NameObject(kind), "/F": TextStringObject("calc.exe")}
        made = DictionaryObject({NameObject(key): value for key, value in action.items()})
        writer._root_object[NameObject("/OpenAction")] = writer._add_object(made)

    return a_pdf(change=change)


def with_annotation(kind: str) -> bytes:
    """A PDF with something on its page that is more than text."""

    def change(writer: PdfWriter) -> None:
        place = ArrayObject([NumberObject(n) for n in (0, 0, 10, 10)])
        made = DictionaryObject({NameObject("/Subtype"): NameObject(kind), NameObject("/Rect"): place})
        if kind == "/Link":
            made[NameObject("/A")] = DictionaryObject({NameObject("/S"): NameObject("/URI")})
        writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(made)])

    return a_pdf(change=change)


def with_script() -> bytes:
    """A PDF with a script in a name tree, which runs when it is opened."""

    def change(writer: PdfWriter) -> None:
        names = {"/JavaScript": DictionaryObject(), "/Dests": DictionaryObject()}
        tree = DictionaryObject({NameObject(key): value for key, value in names.items()})
        writer._root_object[NameObject("/Names")] = writer._add_object(tree)

    return a_pdf(change=change)


def with_attachment() -> bytes:
    return a_pdf(change=lambda writer: writer.add_attachment("other.txt", b"something else"))


def with_password() -> bytes:
    return a_pdf(change=lambda writer: writer.encrypt("secret"))


def that_unpacks_to(size: int) -> bytes:
    """A PDF whose page unpacks to ``size`` bytes."""

    def change(writer: PdfWriter) -> None:
        drawn = StreamObject()
        drawn.set_data(b"\0" * size)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(drawn.flate_encode())

    return a_pdf(change=change)


Replaced = dict[str, tuple[bytes, bytes]]


def a_word_document(
    *texts: str, extra: dict[str, bytes] | None = None, replaced: Replaced | None = None
) -> bytes:
    """A Word document; ``extra``: parts by name; ``replaced``: in a part, some words by others."""
    made = docx.Document()
    for text in texts or (STORY,):
        made.add_paragraph(text)
    out = BytesIO()
    made.save(out)
    return altered(out.getvalue(), extra or {}, replaced or {})


def altered(content: bytes, extra: dict[str, bytes], replaced: Replaced) -> bytes:
    out = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for part in old.infolist():
            new.writestr(part.filename, _replaced(old.read(part), part.filename, replaced))
        for name, data in extra.items():
            new.writestr(name, data)
    return out.getvalue()


def _replaced(data: bytes, name: str, replaced: Replaced) -> bytes:
    for part, (was, becomes) in replaced.items():
        if name.endswith(part):
            assert was in data
            data = data.replace(was, becomes)
    return data


def with_relation(kind: str, target: str, mode: str = "External") -> bytes:
    """A Word document whose text refers to ``target`` outside."""
    relation = f'<Relationship Id="rIdX" Type="http://x/{kind}" Target="{target}" TargetMode="{mode}"/>'
    end = b"</Relationships>"
    return a_word_document(replaced={"document.xml.rels": (end, relation.encode() + end)})


def a_picture(form: str = "PNG", size: tuple[int, int] = (40, 30), frames: int = 1, **options: Any) -> bytes:
    out = BytesIO()
    pictures = [Image.new("RGB", size, (number % 255, 9, 9)) for number in range(frames)]
    more = {"save_all": True, "append_images": pictures[1:]} if frames > 1 else {}
    pictures[0].save(out, form, **more, **options)
    return out.getvalue()
