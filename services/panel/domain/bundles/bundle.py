"""The case bundle: confirmed, de-identified documents put together from the parts in which they arrive.

A document's number is its place in the order of arrival and a page is ``document.page``, so a page keeps its
number when later papers come. What is withheld has a number too: the bundle says so in its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby

from services.panel.domain.bundles.bundle_pages import BundlePage

WITHHELD_BECAUSE: dict[str, str] = {
    "no_readable_text": "no text could be read in it",
    "unreadable_page": "a page of it could not be read",
    "unsupported_file": "it is a kind of file that cannot be read safely",
    "redaction_failed": "it could not be de-identified with certainty",
    "office_decision": "the child death review office decided so",
}
DOCUMENT_KINDS: dict[str, str] = {
    "notification": "Notification",
    "reporting_form": "Return of an agency",
    "document": "Document",
    "post_mortem_report": "Post-mortem report",
    "review_meeting_outcome": "Outcome of the child death review meeting",
    "supplementary_form": "Supplementary form",
    "chronology": "Chronology",
}


@dataclass(frozen=True)
class MaterialPart:
    """One numbered part (1 to ``parts``) of one version of one document, as it arrived, without its text.

    ``redactions`` counts the replacements in the whole document, by rule; every part repeats it. ``pages``:
    how many the original had (0: it has none). ``digest``: SHA-256 of the part's text.
    """

    material_id: str
    version: int
    part: int
    parts: int
    title: str
    kind: str
    source_role: str
    confirmed_on: date
    redactions: dict[str, int]
    digest: str
    pages: int = 0
    withheld_pages: tuple[int, ...] = ()
    withheld_because: str | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True)
class BundleDocument:
    """A whole document, or what stands in the place of a withheld one.

    ``replaces``: an earlier version was in the bundle before. ``digest``: SHA-256 over its parts' texts.
    ``removed``: versions that came before it was withheld; their texts are kept no longer.
    """

    number: int
    material_id: str
    version: int
    title: str
    kind: str
    source_role: str
    confirmed_on: date
    redactions: dict[str, int]
    replaces: bool
    digest: str
    original_pages: int = 0
    withheld_pages: tuple[int, ...] = ()
    withheld_because: str | None = None
    pages: tuple[BundlePage, ...] = ()
    arrived_at: datetime | None = None
    removed: tuple[int, ...] = ()

    @property
    def withheld(self) -> bool:
        return self.withheld_because is not None

    @property
    def replacements(self) -> int:
        return sum(self.redactions.values())


@dataclass(frozen=True)
class Bundle:
    """The documents of one case, in the order of their numbers.

    ``version`` grows whenever a document, a newer version of one or a fact comes; ``not_whole`` are the
    titles of documents that have begun to arrive.
    """

    case_reference: str
    version: int
    documents: tuple[BundleDocument, ...]
    not_whole: tuple[str, ...] = ()

    @property
    def pages(self) -> tuple[BundlePage, ...]:
        return tuple(page for document in self.documents for page in document.pages)

    @property
    def withheld(self) -> tuple[BundleDocument, ...]:
        return tuple(document for document in self.documents if document.withheld)

    def document(self, number: int) -> BundleDocument | None:
        return next((one for one in self.documents if one.number == number), None)


def page_ids(bundle: Bundle) -> list[str]:
    """The ids of its pages, in order: what a source reference may name."""
    return [page.id for page in bundle.pages]


def assemble(parts: Iterable[MaterialPart]) -> list[BundleDocument]:
    """The newest whole version of every document, in order of first arrival (the order of ``parts``).

    A version of which a part is still missing is left out: the version before it stays until it is whole.
    """
    arrived = list(parts)
    order = list(dict.fromkeys(part.material_id for part in arrived))
    whole = {material_id: _newest_whole(arrived, material_id) for material_id in order}
    return [
        replace(_document(number, found), removed=_removed(arrived, material_id))
        for number, material_id in enumerate(order, start=1)
        if (found := whole[material_id])
    ]


def withdrawn_by(version: int, withheld: Iterable[int]) -> bool:
    """Whether the text of a version must go: the document was withheld in a later one, and may name somebody.

    In whichever order the two arrive.
    """
    return any(version < later for later in withheld)


def waiting_for_parts(parts: Iterable[MaterialPart]) -> list[str]:
    """Titles of documents of which a newer version has begun to arrive and is not whole."""
    arrived = sorted(parts, key=lambda part: (part.material_id, part.version))
    titles = []
    for _, versions in groupby(arrived, key=lambda part: part.material_id):
        newest = _versions(list(versions))[-1]
        if not _is_whole(newest):
            titles.append(newest[0].title)
    return titles


def whole_versions(parts: Iterable[MaterialPart]) -> int:
    """How many versions of documents have wholly arrived: it grows whenever the material changes."""
    arrived = sorted(parts, key=lambda part: (part.material_id, part.version, part.part))
    by_version = groupby(arrived, key=lambda part: (part.material_id, part.version))
    return sum(_is_whole(list(version)) for _, version in by_version)


def _newest_whole(arrived: list[MaterialPart], material_id: str) -> list[MaterialPart] | None:
    versions = _versions([part for part in arrived if part.material_id == material_id])
    return next((version for version in reversed(versions) if _is_whole(version)), None)


def _removed(arrived: list[MaterialPart], material_id: str) -> tuple[int, ...]:
    mine = [part for part in arrived if part.material_id == material_id]
    withheld = {part.version for part in mine if part.withheld_because is not None}
    return tuple(sorted({part.version for part in mine if withdrawn_by(part.version, withheld)} - withheld))


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
        confirmed_on=first.confirmed_on,
        redactions=first.redactions,
        replaces=first.version > 1,
        digest=sha256("".join(part.digest for part in parts).encode()).hexdigest(),
        original_pages=first.pages,
        withheld_pages=first.withheld_pages,
        withheld_because=first.withheld_because,
        arrived_at=max((part.arrived_at for part in parts if part.arrived_at), default=None),
    )
