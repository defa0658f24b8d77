"""What changed in a bundle since somebody last read it: new papers, newer versions by their paragraphs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum

from services.panel.domain.bundles.bundle import BundleDocument
from services.panel.domain.bundles.bundle_pages import paragraphs_by_page


class Reading(StrEnum):
    """How a document stands to one reader. ``NEW``: it came after they first opened the bundle."""

    NEW = "new"
    CHANGED = "changed"
    UNOPENED = "unopened"
    READ = "read"


READING_LABELS: dict[Reading, str] = {
    Reading.NEW: "New since you last read",
    Reading.CHANGED: "Changed since you last read",
}


@dataclass(frozen=True)
class ReadBefore:
    """The newest version of each document that somebody opened, and when they first opened the bundle."""

    first_opened_at: datetime | None
    versions: Mapping[str, int]


@dataclass(frozen=True)
class ParagraphChange:
    """A paragraph that was ``taken_out``, ``put_in``, or is as it was (``same``)."""

    kind: str
    text: str


def reading_of(one: BundleDocument, before: ReadBefore) -> Reading:
    """How one document stands to a reader."""
    read = before.versions.get(one.material_id)
    if read is not None:
        return Reading.READ if read >= one.version else Reading.CHANGED
    late = before.first_opened_at is not None and one.arrived_at is not None
    if late and one.arrived_at > before.first_opened_at:  # type: ignore[operator]
        return Reading.NEW
    return Reading.UNOPENED


def paragraph_changes(before: str, after: str) -> list[ParagraphChange]:
    """Both texts as one list of paragraphs, in reading order; what was taken out stands before what came."""
    old, new = _paragraphs(before), _paragraphs(after)
    found: list[ParagraphChange] = []
    for kind, first, last, start, end in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [ParagraphChange("same", text) for text in new[start:end]]
        else:
            found += [ParagraphChange("taken_out", text) for text in old[first:last]]
            found += [ParagraphChange("put_in", text) for text in new[start:end]]
    return found


def only_changes(changes: Sequence[ParagraphChange]) -> list[ParagraphChange]:
    return [one for one in changes if one.kind != "same"]


def _paragraphs(text: str) -> list[str]:
    return [block for page in paragraphs_by_page(text) for block in page]
