"""A list of records to dispose of: proposed by one person, answered by another, then carried out."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from services.notifications.domain.retention.standing import LABELS, RecordStanding, Standing
from shared.errors import Conflict, Fault, Invalid, NotPermitted

LONGEST_REASON = 2_000
MOST_AT_ONCE = 500
NOT_COVERED = "It is closed to who approved the list"


class NothingToDisposeOf(Conflict):
    title = "Nothing of this can be disposed of"


class ListAnswered(Conflict):
    title = "This list was answered before"


class ListChanged(Conflict):
    title = "This list has changed since you looked at it"

    def __init__(self) -> None:
        super().__init__("Nothing was approved. Look at the list again, and answer what you see then.")


@dataclass(frozen=True)
class DisposalItem:
    """One record of a list, with those merged into it, and the row of the schedule under which it goes."""

    case_reference: str
    record_type: str
    with_it: tuple[str, ...]
    row_number: int
    due_on: date
    outcome: str = ""
    because: str = ""
    kinds: Mapping[str, int] | None = None
    ended_at: datetime | None = None

    @property
    def together(self) -> tuple[str, ...]:
        return (self.case_reference, *self.with_it)


@dataclass(frozen=True)
class DisposalList:
    """``answer``: "approved", "refused" or "" while it waits for the second person."""

    list_id: str
    proposed_by: str
    proposed_by_name: str
    proposed_at: datetime
    items: tuple[DisposalItem, ...]
    answer: str = ""
    reason: str = ""
    answered_by: str = ""
    answered_by_name: str = ""
    answered_at: datetime | None = None

    @property
    def how_many(self) -> int:
        return len(self.items)

    @property
    def digest(self) -> str:
        """SHA-256 of the records as they are shown: what who answers says they saw."""
        shown = [
            [each.case_reference, each.record_type, each.with_it, each.row_number, str(each.due_on)]
            for each in self.items
        ]
        return sha256(json.dumps([self.list_id, shown]).encode()).hexdigest()

    @property
    def waits(self) -> bool:
        return self.answer == ""

    @property
    def carried_out(self) -> bool:
        return self.answer == "approved" and all(item.outcome for item in self.items)

    @property
    def standing(self) -> str:
        if self.answer == "approved":
            return "Carried out" if self.carried_out else "Approved, being carried out"
        return "Refused" if self.answer else "Waits for a second person"

    @property
    def disposed(self) -> tuple[DisposalItem, ...]:
        return tuple(item for item in self.items if item.outcome == "disposed")


def proposed_items(
    found: Sequence[RecordStanding], already: Collection[tuple[str, str]]
) -> list[DisposalItem]:
    """Everything that is due and in no standing list, the longest due first. Raises NothingToDisposeOf."""
    due = [
        DisposalItem(
            each.record.reference, each.record.record_type, each.record.with_it, each.row.number, each.due_on
        )
        for each in found
        if each.standing is Standing.DUE and each.row and each.due_on
    ]
    new = [item for item in due if (item.case_reference, item.record_type) not in already]
    if not new:
        raise NothingToDisposeOf("No record is due that is not on a list already.")
    return sorted(new, key=lambda item: (item.due_on, item.case_reference, item.record_type))[:MOST_AT_ONCE]


def check_answer(listed: DisposalList, *, by: str, approves: bool, reason: str, seen: str) -> None:
    """``seen``: digest of what was looked at, where it is approved.

    Raises ListAnswered, NotPermitted for whoever proposed it, Invalid: refused without a reason, ListChanged.
    """
    if not listed.waits:
        raise ListAnswered(f"It was {listed.answer} by {listed.answered_by_name}.")
    if by == listed.proposed_by:
        raise NotPermitted("Whoever proposed this list cannot answer it: a second person looks at it.")
    if len(reason) > LONGEST_REASON or (not approves and not reason.strip()):
        raise Invalid([Fault("reason", f"Write why, in at most {LONGEST_REASON:,} characters")])
    if approves and seen != listed.digest:
        raise ListChanged


def kept_after_all(item: DisposalItem, now: RecordStanding | None, *, covered: bool) -> str:
    """Why a record on an approved list is not disposed of now, "" where it is: looked at once more.

    ``covered``: whether who approved the list saw it.
    """
    if not covered:
        return NOT_COVERED
    if now is None:
        return "It is no record of this kind any more"
    if now.standing is not Standing.DUE:
        return now.record.open_because or LABELS[now.standing]
    changed = now.row is None or now.row.number != item.row_number or now.record.with_it != item.with_it
    return (
        "The row of the schedule, or what was merged into it, has changed since it was approved"
        if changed
        else ""
    )
