"""Entries that tell of changes: in lists of entries, and of which entries they tell."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select
from sqlalchemy.orm import Session

from shared.auditing.changes import CHANGES, Change, changes_in
from shared.auditing.entries import KEY_MARK_BYTES, NONCE_BYTES
from shared.storage.kernel_tables import audit_entry

_BY_ACTION, _BY_CHANGES = audit_entry.alias("by_action"), audit_entry.alias("by_changes")


def stands_alone() -> ColumnElement[bool]:
    """Leaves out of a list what is told with an action's entry (``changes_of``)."""
    entry = audit_entry.c
    return (entry.action != CHANGES) | (func.jsonb_array_length(entry.detail["of"]) == 0)


def changes_of(place: Connection | Session, entry: int) -> Sequence[Change]:
    """What the transaction of an entry (by its id) changed, in order; nothing of an entry that only read."""
    return changes_of_each(place, [entry]).get(entry, [])


def changes_of_each(place: Connection | Session, entries: Collection[int]) -> dict[int, list[Change]]:
    """The same of several entries, by their ids; as far as who looks sees the entries that tell of it.

    They are looked for among those of the same instant: PostgreSQL takes no other index through its rules.
    """
    nonce = func.encode(func.substring(_BY_ACTION.c.mark, KEY_MARK_BYTES + 1, NONCE_BYTES), "hex")
    its_own = _BY_CHANGES.c.id == _BY_ACTION.c.id
    told_with = func.jsonb_exists(_BY_CHANGES.c.detail["of"], nonce)
    pairs = and_(_BY_CHANGES.c.at == _BY_ACTION.c.at, or_(its_own, told_with))
    found = (
        select(_BY_ACTION.c.id, _BY_CHANGES.c.detail)
        .join_from(_BY_ACTION, _BY_CHANGES, pairs)
        .where(_BY_ACTION.c.id.in_(entries), _BY_CHANGES.c.action == CHANGES)
        .order_by(_BY_CHANGES.c.id)
    )
    changes: dict[int, list[Change]] = {}
    for entry, detail in place.execute(found):
        changes.setdefault(entry, []).extend(changes_in(detail))
    return changes
