"""Builds files that mean harm. ``PAYLOAD`` is what must not survive; ``FETCHED`` must never be asked."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfWriter
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from tests.unit.notifications import some_documents as made

PAYLOAD = b"HOSTILEPAYLOAD"
SCRIPT = b"<html><script>/*" + PAYLOAD + b"*/</script></html>"
# Where a test listens: whoever opens a connection to it has followed what a stranger's file says.
LISTENING = 47_113
FETCHED = f"http://127.0.0.1:{LISTENING}/fetched"
Build = Callable[[Random], bytes]


def archive(parts: dict[str, bytes], comment: bytes = b"") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        package.comment = comment
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def an_archive(rng: Random) -> bytes:
    return archive({f"{rng.choice(['a', '../a', '/etc/a'])}{rng.randrange(99)}.html": SCRIPT})


def names(**entries: object) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in entries.items()})


def at_the_root(key: str, value: Callable[[PdfWriter], object]) -> bytes:
    def change(writer: PdfWriter) -> None:
        writer._root_object[NameObject(key)] = value(writer)

    return made.a_pdf(change=change)


def a_stream(data: bytes, **entries: object) -> StreamObject:
    stream = StreamObject()
    stream.set_data(data)
    stream.update(names(**entries))
    return stream


def cyclic_pages(rng: Random) -> bytes:
    """A tree of pages that has itself for a branch."""

    def change(writer: PdfWriter) -> None:
        pages = writer._root_object["/Pages"]
        for _ in range(rng.randrange(1, 4)):
            pages["/Kids"].append(writer._root_object.raw_get("/Pages"))

    return made.a_pdf(change=change)


def cyclic_objects(rng: Random) -> bytes:
    """An object that is a reference to itself, and an outline that goes round."""
    content = made.a_pdf()
    number = rng.randrange(1, 4)
    return content.replace(f"{number} 0 obj".encode(), f"{number} 0 obj\n{number} 0 R\nendobj\n".encode(), 1)


def pdf_bomb(rng: Random) -> bytes:
    return made.that_unpacks_to(rng.randrange(70, 200) * 1_000_000)


def pdf_bomb_in_layers(rng: Random) -> bytes:
    """Packed twice: what unpacks to little unpacks to much."""
    data = zlib.compress(zlib.compress(b"\0" * rng.randrange(150, 300) * 1_000_000, 9), 9)

    def change(writer: PdfWriter) -> None:
        filters = ArrayObject([NameObject("/FlateDecode")] * 2)
        writer.pages[0][NameObject("/Contents")] = writer._add_object(a_stream(data, Filter=filters))

    return made.a_pdf(change=change)


def truncated(content: bytes, rng: Random, least: float = 0.2, most: float = 0.9) -> bytes:
    return content[: int(len(content) * rng.uniform(least, most))]


def scrambled(content: bytes, rng: Random, times: int = 40) -> bytes:
    held = bytearray(content)
    for _ in range(times):
        held[rng.randrange(8, len(held))] = rng.randrange(256)
    return bytes(held)


def huge_png(rng: Random) -> bytes:
    """A few bytes that say they are a hundred thousand points wide."""
    wide = rng.randrange(20_000, 200_000)
    head = struct.pack(">IIBBBBB", wide, wide, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1_000_000)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_part(*part) for part in parts)


def png_part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_bomb(rng: Random) -> bytes:
    """A text beside the picture that unpacks to hundreds of megabytes."""
    text = b"Comment\0\0" + zlib.compress(b"A" * rng.randrange(100, 300) * 1_000_000, 9)
    return made.a_picture()[:33] + png_part(b"zTXt", text) + made.a_picture()[33:]


def huge_tiff(rng: Random) -> bytes:
    content = bytearray(made.a_picture("TIFF"))
    for tag in (256, 257):
        at = content.index(struct.pack("<HH", tag, 4)) if struct.pack("<HH", tag, 4) in content else -1
        at = at if at >= 0 else content.index(struct.pack("<HH", tag, 3))
        content[at + 2 : at + 12] = struct.pack("<HII", 4, 1, rng.randrange(60_000, 900_000))
    return bytes(content)


def cyclic_tiff(rng: Random) -> bytes:
    """The next picture of the file is the first."""
    content = bytearray(made.a_picture("TIFF"))
    first = struct.unpack("<I", content[4:8])[0]
    entries = struct.unpack("<H", content[first : first + 2])[0]
    at = first + 2 + 12 * entries
    content[at : at + 4] = struct.pack("<I", first)
    return bytes(content) + bytes(rng.randrange(4))


def picture_that_says(form: str, rng: Random) -> bytes:
    exif = Image.Exif()
    exif[0x010E] = SCRIPT.decode() + "A" * rng.randrange(50)
    return made.a_picture(form, exif=exif)


def png_that_says(rng: Random) -> bytes:
    said = PngInfo()
    said.add_text("Comment", SCRIPT.decode() + "A" * rng.randrange(50), zip=bool(rng.randrange(2)))
    said.add_itxt("XML:com.adobe.xmp", SCRIPT.decode())
    return made.a_picture(pnginfo=said)


def docx_bomb(rng: Random) -> bytes:
    return made.a_word_document(extra={"word/media/bomb.xml": b" " * rng.randrange(70, 200) * 1_000_000})


def nested_archives(rng: Random) -> bytes:
    held = archive({"bomb": b"\0" * 10_000_000})
    for layer in range(rng.randrange(2, 6)):
        held = archive({f"{layer}-{number}.zip": held for number in range(10)})
    return held


def docx_that_lies(rng: Random) -> bytes:
    """It declares a few bytes and unpacks to very many."""
    content = docx_bomb(rng)
    size = struct.pack("<I", len(ZipFile(BytesIO(content)).read("word/media/bomb.xml")))
    return content.replace(size, struct.pack("<I", 10))


ENTITIES = (
    '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE x [<!ENTITY % e SYSTEM "FETCHEDHERE"> %e;]>',
    '<!DOCTYPE x SYSTEM "FETCHEDHERE">',
    '<!DOCTYPE x [<!ENTITY a "' + "x" * 99 + '">' + '<!ENTITY b "' + "&a;" * 99 + '">]>',
)


def word_with_entity(rng: Random) -> bytes:
    start = b"<w:document"
    part = rng.choice(["document.xml", "styles.xml", "settings.xml"])
    start = b"<w:" + part.partition(".")[0].encode()
    return made.a_word_document(
        replaced={part: (start, rng.choice(ENTITIES).replace("FETCHEDHERE", FETCHED).encode() + start)}
    )


def macros(rng: Random) -> bytes:
    part = rng.choice(["word/vbaProject.bin", "word/VbaProject.BIN", "word/vbaData.xml", "customUI/x.vbs"])
    return made.a_word_document(extra={part: PAYLOAD})


def declared_macros(rng: Random) -> bytes:
    plain = b"wordprocessingml.document.main+xml"
    return made.a_word_document(replaced={"[Content_Types].xml": (plain, b"macroEnabled.main+xml")})


def embedded_files(rng: Random) -> bytes:
    part = rng.choice(["word/embeddings/o.bin", "word/activeX/a.bin", "word/afchunk1.mht", "word/x.html"])
    return made.a_word_document(extra={part: SCRIPT})


def fetches(rng: Random) -> bytes:
    return made.with_relation(rng.choice(["attachedTemplate", "image", "frame", "oleObject"]), FETCHED)


def traversing(rng: Random) -> bytes:
    name = rng.choice(["../../etc/passwd.exe", "/etc/cron.d/x.bat", "word\\..\\..\\x.dll", "x/../../y.js"])
    return made.a_word_document(extra={name: PAYLOAD})


def other_kind(rng: Random) -> bytes:
    starts = [
        b"MZ",
        b"\x7fELF",
        b"{\\rtf1",
        b"GIF89a",
        b"RIFF",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"<svg ",
        SCRIPT,
    ]
    return rng.choice([*starts, b"#!/bin/sh\n", b"<?xml version='1.0'?>", b"%!PS-Adobe-3.0"]) + rng.randbytes(
        300
    )


def after_header(rng: Random) -> bytes:
    """A page with a script, and a PDF after it."""
    return SCRIPT + b"\n" * rng.randrange(1, 500) + made.a_pdf()


def many_objects(rng: Random) -> bytes:
    return made.a_pdf() + b"".join(
        f"{n} 0 obj\nnull\nendobj\n".encode() for n in range(9, 9 + rng.randrange(500))
    )


def deep_arrays(rng: Random) -> bytes:
    depth = rng.randrange(2_000, 30_000)
    return at_the_root("/Deep", lambda _: NumberObject(7)).replace(
        b"/Deep 7", b"/Deep " + b"[" * depth + b"]" * depth
    )
