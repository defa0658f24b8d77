"""Where a record stands with its retention on a day: the dry run, one record at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.notifications.domain.retention.holds import HeldRecord, LegalHold, holds_on
from services.notifications.domain.retention.schedule import ConfirmedRow, due_on, row_in_force


class Standing(StrEnum):
    """In the order in which they are asked: the first that is true is said."""

    DISPOSED = "disposed"
    OPEN = "open"
    NOT_DECIDED = "not_decided"
    HELD = "held"
    NO_DAY = "no_day"
    NOT_DUE = "not_due"
    DUE = "due"


LABELS: Mapping[Standing, str] = {
    Standing.DUE: "May be disposed of",
    Standing.HELD: "Held",
    Standing.NOT_DUE: "Not yet",
    Standing.NO_DAY: "Cannot be told: what starts the time is not known",
    Standing.NOT_DECIDED: "Kept: the area has not confirmed how long",
    Standing.OPEN: "Kept: still open",
    Standing.DISPOSED: "Disposed of",
}


_KEPT = frozenset({Standing.HELD, Standing.OPEN})


@dataclass(frozen=True)
class KeptRecord:
    """A record and what its retention depends on.

    ``reference``: of the notification that leads; ``with_it``: those merged into it, which go with it.
    ``starts``: the day of each clock of the schedule, None where it is not known. ``open_because``: "" where
    nothing more is done with it.
    """

    reference: str
    record_type: str
    area: str
    notified_on: date
    organisations: frozenset[str]
    starts: Mapping[str, date | None]
    open_because: str = ""
    disposed: bool = False
    with_it: tuple[str, ...] = ()

    @property
    def held_as(self) -> HeldRecord:
        together = frozenset({self.reference, *self.with_it})
        return HeldRecord(together, self.record_type, self.notified_on, self.organisations)


@dataclass(frozen=True)
class RecordStanding:
    """What the dry run says of one record. ``due_on``: also of what is held, where it can be told."""

    record: KeptRecord
    standing: Standing
    row: ConfirmedRow | None = None
    due_on: date | None = None
    holds: tuple[LegalHold, ...] = ()

    @property
    def label(self) -> str:
        return LABELS[self.standing]

    @property
    def kept_because(self) -> str:
        """Each hold with its reason, and what is still open about it; "" where nothing keeps it."""
        held = (f"{hold.label}, {hold.held.in_words}: {hold.reason}" for hold in self.holds)
        return "; ".join(filter(None, [*held, self.record.open_because]))

    def is_kept_beyond(self, on: date) -> bool:
        """Whether its time is over, and it is kept all the same."""
        return self.standing in _KEPT and self.due_on is not None and self.due_on <= on


def standing_of(
    record: KeptRecord, confirmed: Sequence[ConfirmedRow], holds: Sequence[LegalHold], *, on: date
) -> RecordStanding:
    """A hold always wins over the schedule."""
    held = tuple(holds_on(holds, record.held_as))
    row = row_in_force(confirmed, record.record_type, record.area, on=on)
    day = due_on(row, record.starts) if row else None
    return RecordStanding(record, _standing(record, row, day, held, on), row, day, held)


def _standing(
    record: KeptRecord, row: ConfirmedRow | None, day: date | None, held: Sequence[LegalHold], on: date
) -> Standing:
    asked = (
        (record.disposed, Standing.DISPOSED),
        (bool(held), Standing.HELD),
        (record.open_because != "", Standing.OPEN),
        (row is None, Standing.NOT_DECIDED),
        (day is None, Standing.NO_DAY),
        (day is not None and on < day, Standing.NOT_DUE),
    )
    return next((standing for true, standing in asked if true), Standing.DUE)
