"""The case bundle: confirmed, de-identified documents put together from the parts in which they arrive.

A document's number is its place in the order of arrival and a page is ``document.page``, so a page keeps its
number when later papers come.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

PAGE_LENGTH = 2400  # characters: about one side of A4 at reading size


@dataclass(frozen=True)
class MaterialPart:
    """One numbered part (1 to ``parts``) of one version of one document, as it arrived.

    ``redactions`` counts the replacements in the whole document, by rule; every part repeats it.
    """

    material_id: str
    version: int
    part: int
    parts: int
    title: str
    kind: str
    source_role: str
    text: str
    confirmed_on: date
    redactions: dict[str, int]


@dataclass(frozen=True)
class BundleDocument:
    """A whole document. ``replaces`` is true where an earlier version was in the bundle before."""

    number: int
    material_id: str
    version: int
    title: str
    kind: str
    source_role: str
    text: str
    confirmed_on: date
    redactions: dict[str, int]
    replaces: bool

    @property
    def pages(self) -> list[tuple[str, list[str]]]:
        """Pages in order: the page number and its paragraphs."""
        pages = _pages([block.strip() for block in self.text.split("\n\n") if block.strip()])
        return [(f"{self.number}.{page}", blocks) for page, blocks in enumerate(pages, start=1)]


def assemble(parts: Iterable[MaterialPart]) -> list[BundleDocument]:
    """The newest whole version of every document, in order of first arrival (the order of ``parts``).

    A version of which a part is still missing is left out: the version before it stays until it is whole.
    """
    arrived = list(parts)
    order = list(dict.fromkeys(part.material_id for part in arrived))
    whole = {material_id: _newest_whole(arrived, material_id) for material_id in order}
    return [
        _document(number, found)
        for number, material_id in enumerate(order, start=1)
        if (found := whole[material_id])
    ]


def waiting_for_parts(parts: Iterable[MaterialPart]) -> list[str]:
    """Titles of documents of which a newer version has begun to arrive and is not whole."""
    arrived = sorted(parts, key=lambda part: (part.material_id, part.version))
    titles = []
    for _, versions in groupby(arrived, key=lambda part: part.material_id):
        newest = _versions(list(versions))[-1]
        if not _is_whole(newest):
            titles.append(newest[0].title)
    return titles


def _newest_whole(arrived: list[MaterialPart], material_id: str) -> list[MaterialPart] | None:
    versions = _versions([part for part in arrived if part.material_id == material_id])
    return next((version for version in reversed(versions) if _is_whole(version)), None)


def _versions(parts: list[MaterialPart]) -> list[list[MaterialPart]]:
    by_version = sorted(parts, key=lambda part: (part.version, part.part))
    return [list(group) for _, group in groupby(by_version, key=lambda part: part.version)]


def _is_whole(version: list[MaterialPart]) -> bool:
    return [part.part for part in version] == list(range(1, version[0].parts + 1))


def _document(number: int, parts: list[MaterialPart]) -> BundleDocument:
    first = parts[0]
    return BundleDocument(
        number=number,
        material_id=first.material_id,
        version=first.version,
        title=first.title,
        kind=first.kind,
        source_role=first.source_role,
        text="".join(part.text for part in parts),
        confirmed_on=first.confirmed_on,
        redactions=first.redactions,
        replaces=first.version > 1,
    )


def _pages(blocks: list[str]) -> list[list[str]]:
    pages: list[list[str]] = []
    room = 0
    for block in blocks:
        if not pages or len(block) > room:
            pages.append([])
            room = PAGE_LENGTH
        pages[-1].append(block)
        room -= len(block)
    return pages
