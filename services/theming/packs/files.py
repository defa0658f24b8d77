"""The files of a pack: which there are, who may have them, and how each is made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from services.theming.domain.packs.pack import LearningPack
from services.theming.domain.packs.printed_annexe import annexe_title, printed_annexe
from services.theming.domain.packs.printed_pack import ON_A_PAGE, printed_pack, printed_page, title
from services.theming.domain.packs.written_pack import WrittenPack
from services.theming.printing import makers
from services.theming.printing.html_file import as_html
from services.theming.printing.makers import HTML, PDF, WORD, checksum
from services.theming.printing.typeset import typeset
from services.theming.printing.word_file import as_word

__all__ = ["ANNEXE", "FILES", "PAGE", "PackFile", "checksum", "downloaded_as", "made_files", "made_with"]
PAGE = "learning-on-a-page.pdf"
ANNEXE = "restricted-annexe.pdf"


@dataclass(frozen=True)
class PackFile:
    """``restricted``: for the office alone."""

    name: str
    label: str
    media: str
    make: Callable[[WrittenPack], bytes]
    restricted: bool = False


def _html(pack: WrittenPack) -> bytes:
    return as_html(title(pack), printed_pack(pack))


def _pdf(pack: WrittenPack) -> bytes:
    return typeset(title(pack), printed_pack(pack), standing=pack.panel_name, at=pack.at)


def _word(pack: WrittenPack) -> bytes:
    return as_word(title(pack), printed_pack(pack), author=pack.panel_name, at=pack.at)


def _page(pack: WrittenPack) -> bytes:
    named = f"{ON_A_PAGE}: {pack.months}"
    return typeset(named, printed_page(pack), standing=pack.panel_name, at=pack.at)


def _annexe(pack: WrittenPack) -> bytes:
    standing = "Restricted: for the child death review office alone"
    return typeset(annexe_title(pack), printed_annexe(pack), standing=standing, at=pack.at)


FILES: Mapping[str, PackFile] = {
    each.name: each
    for each in (
        PackFile("learning-pack.html", "Web page, for a telephone or a screen reader", HTML, _html),
        PackFile("learning-pack.pdf", "PDF, to print", PDF, _pdf),
        PackFile("learning-pack.docx", "Word document, to quote from", WORD, _word),
        PackFile(PAGE, "Learning on a page (PDF)", PDF, _page),
        PackFile(ANNEXE, "Restricted annexe (PDF): for the office alone", PDF, _annexe, restricted=True),
    )
}


def made_files(pack: WrittenPack) -> dict[str, bytes]:
    """Every file by name: the same bytes from the same pack, as long as ``made_with`` is the same."""
    return {name: each.make(pack) for name, each in FILES.items()}


def downloaded_as(pack: LearningPack, file: PackFile) -> str:
    """The name of the file as it is saved: it tells of the quarter and of no case."""
    stem, ending = file.name.rsplit(".", 1)
    return f"{stem}-{pack.id}.{ending}"


def made_with() -> str:
    """The versions of what makes the files: with others, the same pack may be other bytes."""
    return makers.made_with("packs", "domain/packs")
