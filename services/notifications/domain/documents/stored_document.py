"""A document that somebody sent: what it is and how it came. Its content is kept apart, encrypted."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from services.notifications.domain.documents.kinds import KINDS
from shared.errors import Conflict

NAME_LENGTH = 120
# How a document came, and what the office is told.
CAME_THROUGH = {
    "receipt": "From the notifier, with the receipt's link",
    "question": "From the notifier, with an answer",
    "respond": "From an agency, with its link",
    "office": "Added by the office",
}


class DocumentDiscarded(Conflict):
    title = "This document was removed"

    def __init__(self) -> None:
        super().__init__("The office removed its content, with the reason. It cannot be brought back.")


@dataclass
class StoredDocument:
    """``given_name``: what its sender called it, shown to the office alone, never a path. ``size`` in bytes.

    ``material_id``: the text made of it for the panel, "" until there is one; ``scanner``: what looked for
    viruses, "" where nothing did. ``unreadable_pages`` and ``picture_pages``: their numbers, None where it
    was read before they were noted.
    """

    document_id: str
    case_reference: str
    number: int
    came_through: str
    received_at: datetime
    received_by: str
    source_role: str
    given_name: str
    kind: str
    size: int
    pages: int
    sha256: str
    has_text: bool
    checks_version: str
    scanner: str
    source_id: str = ""
    request_id: str = ""
    material_id: str = ""
    discarded_at: datetime | None = None
    discarded_by: str = ""
    discard_reason: str = ""
    unreadable_pages: list[int] | None = None
    picture_pages: list[int] | None = None

    @property
    def file_name(self) -> str:
        """What it is called where it leaves this service: the case and a number, no word of its sender's."""
        return f"{self.case_reference}-document-{self.number}{KINDS[self.kind].suffix}"

    @property
    def label(self) -> str:
        return KINDS[self.kind].label

    def must_be_there(self) -> None:
        if self.discarded_at:
            raise DocumentDiscarded()

    def discard(self, *, by: str, at: datetime, reason: str) -> None:
        self.must_be_there()
        self.discarded_at, self.discarded_by, self.discard_reason = at, by, reason


def neutral_name(given: str) -> str:
    """A sender's file name as plain text: without folders or control signs, at most NAME_LENGTH."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", given))[-1]
    plain = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C")
    return " ".join(plain.split())[:NAME_LENGTH] or "no name"
