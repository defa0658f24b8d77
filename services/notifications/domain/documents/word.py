"""A Word document is taken if it is nothing but text, tables and pictures: no program, no file inside, no
link that is followed when it is opened.
"""

import re
from io import BytesIO
from typing import Any
from zipfile import ZipFile, ZipInfo

from services.notifications.domain.documents.limits import LIMITS
from services.notifications.domain.documents.read_pages import ReadPage
from services.notifications.domain.documents.refusals import DocumentNotTaken
from services.notifications.domain.documents.word_text import lines_of, shows_pictures

_SAVE_AGAIN = "Save it as a PDF, and send that"
_PROGRAM = f"It holds a program (a macro). {_SAVE_AGAIN}"
_FILES = f"It holds other files. {_SAVE_AGAIN}, and the files one by one"
_FETCHES = f"It fetches something from elsewhere when it is opened. {_SAVE_AGAIN}"
_OTHER = "It is not a Word document (.docx). Save spreadsheets, slides and folders of files as PDF"
_DAMAGED = f"It is damaged or protected with a password. {_SAVE_AGAIN}"
_BOMB = f"It unpacks to far more than a document holds. {_SAVE_AGAIN}"
MAIN_PART = "word/document.xml"
# Parts by their name, in small letters. Source: ECMA-376, part 1; [MS-OFFMACRO2]; [MS-OE376].
_PARTS: tuple[tuple[str, str], ...] = (
    (r"vbaproject|vbadata|\.vba", _PROGRAM),
    (r"/activex/|/ctrlprops/", _PROGRAM),
    (r"/embeddings/|oleobject|\.ole$|/afchunk", _FILES),
    (r"\.(exe|dll|js|vbs|bat|cmd|ps1|lnk|docm|dotm|html?|mht)$", _FILES),
)
_MACROS_DECLARED = re.compile(rb"macroenabled|vbaproject|ms-office\.activex", re.IGNORECASE)
# What may point outside: text that a person may click on, and nothing that is fetched by itself.
_MAY_BE_OUTSIDE = ("/hyperlink",)
# The letter template on its author's own disk, which Word notes and nobody else can reach.
_ON_ITS_DISK = re.compile(r"(file:///)?[A-Za-z]:|[^:/\\\\]+$")
_FILES_LINKED = ("/oleObject", "/package", "/aFChunk", "/control", "/attachedToolbars", "/vbaProject")


def read_word(content: bytes) -> list[ReadPage]:
    """One page (their number is the printer's to say) with all its text. Raises DocumentNotTaken."""
    try:
        with ZipFile(BytesIO(content)) as parts:
            _refuse_parts(parts)
            for part in parts.infolist():
                if part.filename.lower().endswith((".xml", ".rels")):
                    _refuse_markup(part, parts.read(part))
            pictured = shows_pictures(parts.namelist())
        return [ReadPage("\n".join(lines_of(_opened(content))), pictured=pictured)]
    except DocumentNotTaken:
        raise
    except Exception:  # a reader of others' files fails in more ways than it names
        raise DocumentNotTaken(_DAMAGED) from None


def _opened(content: bytes) -> Any:
    import docx

    return docx.Document(BytesIO(content))


def _refuse_parts(parts: ZipFile) -> None:
    infos = parts.infolist()
    if MAIN_PART not in (names := [info.filename for info in infos]):
        raise DocumentNotTaken(_OTHER)
    if len(infos) > LIMITS.most_parts or len(set(names)) != len(names):
        raise DocumentNotTaken(_DAMAGED)
    _refuse_unpacked(infos)
    for name in names:
        for pattern, says in _PARTS:
            if re.search(pattern, f"/{name.lower()}"):
                raise DocumentNotTaken(says)


def _refuse_unpacked(infos: list[ZipInfo]) -> None:
    """The sizes a part declares are believed: reading one that unpacks to more fails by itself."""
    if any(info.flag_bits & 1 for info in infos):
        raise DocumentNotTaken(_DAMAGED)
    if sum(info.file_size for info in infos) > LIMITS.most_unpacked_bytes:
        raise DocumentNotTaken(_BOMB)


def _refuse_markup(part: ZipInfo, markup: bytes) -> None:
    from defusedxml.ElementTree import fromstring

    root = fromstring(markup, forbid_dtd=True)
    if part.filename == "[Content_Types].xml" and _MACROS_DECLARED.search(markup):
        raise DocumentNotTaken(_PROGRAM)
    if part.filename.lower().endswith(".rels"):
        for relation in root:
            _refuse_relation(*(relation.get(name, "") for name in ("Type", "TargetMode", "Target")))


def _refuse_relation(kind: str, mode: str, target: str) -> None:
    if kind.endswith(_FILES_LINKED):
        raise DocumentNotTaken(_FILES)
    own_template = kind.endswith("/attachedTemplate") and _ON_ITS_DISK.match(target)
    if mode.lower() == "external" and not kind.endswith(_MAY_BE_OUTSIDE) and not own_template:
        raise DocumentNotTaken(_FETCHES)
