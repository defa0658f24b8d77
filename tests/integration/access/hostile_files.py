"""Files that mean harm, made on the spot from a seed: five hundred are about ten of each kind.

Each says what may become of it: "refused"; or "kept", and then nothing of its payload is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from pypdf.generic import TextStringObject

from tests.integration.access.hostile_builders import (
    SCRIPT,
    Build,
    after_header,
    an_archive,
    at_the_root,
    cyclic_objects,
    cyclic_pages,
    cyclic_tiff,
    declared_macros,
    deep_arrays,
    docx_bomb,
    docx_that_lies,
    embedded_files,
    fetches,
    huge_png,
    huge_tiff,
    macros,
    names,
    nested_archives,
    other_kind,
    pdf_bomb,
    pdf_bomb_in_layers,
    picture_that_says,
    png_bomb,
    png_that_says,
    traversing,
    truncated,
    word_with_entity,
)
from tests.integration.access.hostile_spreadsheets import SPREADSHEETS
from tests.unit.notifications import some_documents as made

REFUSED, KEPT = "refused", "kept"


@dataclass(frozen=True)
class Hostile:
    """``becomes``: what may; "spreadsheet" where only the import takes it."""

    family: str
    name: str
    content: bytes
    becomes: str


ACTIONS = ["/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE", "/Rendition", "/URI"]
NOTES = ["/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/3D", "/Screen"]
BUILDERS: dict[str, tuple[str, str, Build]] = {
    "a PDF and an archive": (".pdf", KEPT, lambda r: made.a_pdf() + an_archive(r)),
    "a PDF and an archive before its end": (
        ".pdf",
        REFUSED,
        lambda r: made.a_pdf() + an_archive(r) + b"\n%%EOF\n",
    ),
    "a PDF and a page": (".pdf", KEPT, lambda r: made.a_pdf() + SCRIPT * r.randrange(1, 9)),
    "a page and a PDF": (".pdf", REFUSED, after_header),
    "a picture and a page": (".png", KEPT, lambda r: made.a_picture() + SCRIPT * r.randrange(1, 9)),
    "a photograph and an archive": (".jpg", KEPT, lambda r: made.a_picture("JPEG") + an_archive(r)),
    "a scan and an archive": (".tif", REFUSED, lambda r: made.a_picture("TIFF") + an_archive(r)),
    "a letter and a second archive": (".docx", REFUSED, lambda r: made.a_word_document() + an_archive(r)),
    "a letter after an archive": (".docx", REFUSED, lambda r: an_archive(r) + made.a_word_document()),
    "a letter with a remark": (
        ".docx",
        REFUSED,
        lambda r: made.a_word_document() + bytes(r.randrange(1, 99)),
    ),
    "a photograph that says something": (".jpg", KEPT, lambda r: picture_that_says("JPEG", r)),
    "a picture that says something": (".png", KEPT, png_that_says),
    "a picture that is said to be huge": (".png", REFUSED, huge_png),
    "a picture with a text that swells": (".png", KEPT, png_bomb),
    "a scan that is said to be huge": (".tif", REFUSED, huge_tiff),
    "a scan that goes round": (".tif", KEPT, cyclic_tiff),
    "a PDF that swells": (".pdf", REFUSED, pdf_bomb),
    "a PDF that swells in layers": (".pdf", REFUSED, pdf_bomb_in_layers),
    "a letter that swells": (".docx", REFUSED, docx_bomb),
    "a letter that lies about its size": (".docx", REFUSED, docx_that_lies),
    "archives in archives": (".docx", REFUSED, nested_archives),
    "a PDF whose pages go round": (".pdf", REFUSED, cyclic_pages),
    "a PDF whose objects go round": (".pdf", REFUSED, cyclic_objects),
    "a PDF with very deep lists": (".pdf", REFUSED, deep_arrays),
    "a PDF cut short": (".pdf", REFUSED, lambda r: truncated(made.a_pdf(), r)),
    "a letter cut short": (".docx", REFUSED, lambda r: truncated(made.a_word_document(), r)),
    "a picture cut short": (".png", REFUSED, lambda r: truncated(made.a_picture(size=(400, 300)), r)),
    "a PDF that acts": (".pdf", REFUSED, lambda r: made.with_action(r.choice(ACTIONS))),
    "a PDF with more on its page": (".pdf", REFUSED, lambda r: made.with_annotation(r.choice(NOTES))),
    "a PDF with a script": (".pdf", REFUSED, lambda r: made.with_script()),
    "a PDF with a file": (".pdf", REFUSED, lambda r: made.with_attachment()),
    "a PDF with a password": (".pdf", REFUSED, lambda r: made.with_password()),
    "a PDF with a form of programs": (
        ".pdf",
        REFUSED,
        lambda r: at_the_root("/AcroForm", lambda _: names(XFA=TextStringObject(f"<x>{r.random()}</x>"))),
    ),
    "a letter with macros": (".docx", REFUSED, macros),
    "a letter that declares macros": (".docm", REFUSED, declared_macros),
    "a letter with files": (".docx", REFUSED, embedded_files),
    "a letter that fetches": (".docx", REFUSED, fetches),
    "a letter with entities": (".docx", REFUSED, word_with_entity),
    "a letter that climbs out": (".docx", REFUSED, traversing),
    "another kind": (".pdf", REFUSED, other_kind),
    "nothing": (".pdf", REFUSED, lambda r: b""),
    "noise": (
        ".pdf",
        REFUSED,
        lambda r: r.choice([b"%PDF-", b"PK\x03\x04", b"\xff\xd8\xff", b"II*\0"]) + r.randbytes(900),
    ),
    "a name that means harm": (".pdf", KEPT, lambda r: made.a_pdf(f"Seen on day {r.random()}")),
}
NAMES = [
    '../../../etc/passwd', '/etc/shadow', 'C:\\Windows\\win.ini', '..\\..\\boot', 'a\x00.exe',
    "x" * 4000, 'CON', 'nul.pdf', 'letter\u202efdp.exe', '\u2025/\u2025/etc', 'a\nSet-Cookie: x=1',
    '%2e%2e%2f', '-rf *', '"><script>alert(1)</script>', '~root', '$(touch /owned)', 'a;b|c&d',
    '\uff0e\uff0e/x', "e\u0301" * 200, ' .pdf', '.', '', 'name\u200b\u2066.pdf',
]  # fmt: skip


EVERY = BUILDERS | {name: (ending, "spreadsheet", build) for name, (ending, build) in SPREADSHEETS.items()}


def hostile_files(number: int, *, seed: int = 20261122) -> Iterator[Hostile]:
    """``number`` of them, of every kind in turn."""
    rng, families = Random(seed), list(EVERY)
    for each in range(number):
        family = families[each % len(families)]
        ending, becomes, build = EVERY[family]
        stem = NAMES[each // len(families) % len(NAMES)] if "name" in family else f"scan {each}"
        yield Hostile(family, stem + ending, build(rng), becomes)
