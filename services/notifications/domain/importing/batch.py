"""A spreadsheet on its way in, and each of its rows: which steps there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.notifications.domain.importing.cells import visible
from services.notifications.domain.importing.mapping import ImportMapping
from shared.errors import TransitionRefused
from shared.people import Person

MOST_NAME = 200


class BatchStatus(StrEnum):
    """CHECKING, STORING and UNDOING are at work in the background."""

    READ = "read"
    CHECKING = "checking"
    CHECKED = "checked"
    STORING = "storing"
    STORED = "stored"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"


BATCH_TRANSITIONS: Mapping[BatchStatus, frozenset[BatchStatus]] = {
    BatchStatus.READ: frozenset({BatchStatus.CHECKING, BatchStatus.DISCARDED}),
    BatchStatus.CHECKING: frozenset({BatchStatus.CHECKED}),
    BatchStatus.CHECKED: frozenset({BatchStatus.CHECKING, BatchStatus.STORING, BatchStatus.DISCARDED}),
    BatchStatus.STORING: frozenset({BatchStatus.STORED}),
    BatchStatus.STORED: frozenset({BatchStatus.UNDOING}),
    BatchStatus.UNDOING: frozenset({BatchStatus.UNDONE}),
    BatchStatus.UNDONE: frozenset(),
    BatchStatus.DISCARDED: frozenset(),
}
AT_WORK = (BatchStatus.CHECKING, BatchStatus.STORING, BatchStatus.UNDOING)
BATCH_STATUS_NAMES: Mapping[BatchStatus, str] = {
    BatchStatus.READ: "Read: choose the columns",
    BatchStatus.CHECKING: "Being checked",
    BatchStatus.CHECKED: "Checked: to be reviewed",
    BatchStatus.STORING: "Being imported",
    BatchStatus.STORED: "Imported",
    BatchStatus.UNDOING: "Being undone",
    BatchStatus.UNDONE: "Undone",
    BatchStatus.DISCARDED: "Discarded",
}


class RowState(StrEnum):
    """GOOD can be imported, FAULTY waits for a mended file, REPEATED came before, KEPT cannot be undone."""

    UNREAD = "unread"
    GOOD = "good"
    FAULTY = "faulty"
    REPEATED = "repeated"
    STORED = "stored"
    WITHDRAWN = "withdrawn"
    KEPT = "kept"


ROW_STATE_NAMES: Mapping[RowState, str] = {
    RowState.UNREAD: "Not read yet",
    RowState.GOOD: "Can be imported",
    RowState.FAULTY: "To be mended",
    RowState.REPEATED: "Came in before",
    RowState.STORED: "Imported",
    RowState.WITHDRAWN: "Withdrawn",
    RowState.KEPT: "Stays: something has happened since",
}


class BatchTransitionRefused(TransitionRefused):
    """The batch does not stand where this step can be taken."""

    def __init__(self, was: BatchStatus, wanted: BatchStatus) -> None:
        super().__init__(
            f"The import stands at '{BATCH_STATUS_NAMES[was].lower()}', so it cannot become "
            f"'{BATCH_STATUS_NAMES[wanted].lower()}'."
        )


def refuse_step(was: BatchStatus, wanted: BatchStatus) -> None:
    """Raise BatchTransitionRefused unless BATCH_TRANSITIONS has the step."""
    if wanted not in BATCH_TRANSITIONS[was]:
        raise BatchTransitionRefused(was, wanted)


@dataclass(frozen=True)
class SheetInFile:
    """A sheet of a file as it was read: numbers of rows and columns, and what was noticed."""

    name: str
    hidden: bool
    rows: int
    columns: int
    merged: int
    removed: int


@dataclass(frozen=True)
class ImportBatch:
    """``sheet`` "" and ``mapping`` None until they are chosen. ``acting``: for whom rows are stored."""

    batch_id: str
    file_name: str
    file_kind: str
    remarks: tuple[str, ...]
    sheets: tuple[SheetInFile, ...]
    status: BatchStatus
    status_since: datetime
    uploaded_at: datetime
    uploaded_by: str
    sheet: str
    header_row: int
    mapping: ImportMapping | None
    acting: Person | None
    panel_code: str
    demonstration: bool
    undo_reason: str

    @property
    def at_work(self) -> bool:
        return self.status in AT_WORK

    @property
    def chosen(self) -> ImportMapping:
        """The mapping it was checked with."""
        if self.mapping is None:
            raise LookupError("no mapping has been chosen yet")
        return self.mapping


def shown_name(name: str) -> str:
    """A name to show for a file: its last part, without what cannot be seen, and not endless."""
    return visible(name.replace("\\", "/").rpartition("/")[2])[0][:MOST_NAME] or "without a name"
