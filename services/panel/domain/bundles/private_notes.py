"""A member's own notes on a page of a bundle: nobody else reads them, and they do not outlive the review."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from services.panel.domain.refusals import NoteChangedMeanwhile
from shared.errors import Fault, Invalid

LONGEST_NOTE = 4000  # characters


class BecameOfNote(StrEnum):
    """What saving a note came to. ``NOTHING``: no words were sent, and there were none to remove."""

    KEPT = "kept"
    REMOVED = "removed"
    NOTHING = "nothing"


@dataclass(eq=False)
class PrivateNote:
    """One member's note on one page (``2.3``); ``version`` grows with every save, ``written_at`` is UTC."""

    person_id: str
    case_reference: str
    page: str
    text: str
    version: int
    written_at: datetime

    def rewrite(self, text: str, *, version: int, at: datetime) -> None:
        """Replace the words. Refuses NoteChangedMeanwhile if ``version`` is not the one that was read."""
        if version != self.version:
            raise NoteChangedMeanwhile(self.text, self.version)
        self.text, self.version, self.written_at = text.strip(), self.version + 1, at.astimezone(UTC)


def check_note(text: str) -> None:
    """Invalid if a note is longer than can be kept."""
    if len(text.strip()) > LONGEST_NOTE:
        raise Invalid([Fault("note", f"Shorten the note to {LONGEST_NOTE:,} characters")])
