"""Reads of lists of disposals, what became of them, and which records are gone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, exists, select

from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.domain.retention.certificate import NotCarriedOut
from services.notifications.domain.retention.disposal_list import DisposalItem, DisposalList
from services.notifications.tables.disposals import (
    counted_death,
    disposal_answer,
    disposal_covered,
    disposal_item,
    disposal_list,
    disposal_outcome,
)
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import notification
from services.notifications.tables.retention import retention_row
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.case_scope import for_the_record, standing_of

_ITEM, _OUTCOME = disposal_item.c, disposal_outcome.c
_DISPOSED = metadata.tables["disposed_case"].c


def disposal_lists(tx: Transaction) -> list[DisposalList]:
    """Every list of which anything is open to who looks, the newest first."""
    check(tx.person, Permission.VIEW_RETENTION)
    return _lists(tx)


def disposal_list_of(tx: Transaction, list_id: str) -> DisposalList:
    """One list with its records. Raises NotFound."""
    check(tx.person, Permission.VIEW_RETENTION)
    return _one(tx, list_id)


def list_to_answer(tx: Transaction, list_id: str) -> DisposalList:
    """One list, locked against another answer until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.APPROVE_DISPOSAL)
    tx.lock_case(f"disposal {list_id}")
    return _one(tx, list_id)


def on_lists(tx: Transaction) -> set[tuple[str, str]]:
    """Records of lists that wait for an answer or for being carried out."""
    check(tx.person, Permission.VIEW_RETENTION)
    return {
        (item.case_reference, item.record_type)
        for each in _lists(tx)
        if each.answer != "refused"
        for item in each.items
        if item.outcome != "kept"
    }


def next_to_dispose_of(tx: Transaction) -> tuple[str, DisposalItem] | None:
    """The next record of an approved list, held by this transaction alone: another worker takes another."""
    check(tx.person, Permission.CARRY_OUT_DISPOSAL)
    ended = exists().where(
        _OUTCOME.list_id == _ITEM.list_id,
        _OUTCOME.case_reference == _ITEM.case_reference,
        _OUTCOME.record_type == _ITEM.record_type,
    )
    approved = disposal_item.join(disposal_answer, disposal_answer.c.list_id == _ITEM.list_id)
    wanted = (
        select(disposal_item)
        .select_from(approved)
        .where(disposal_answer.c.answer == "approved", ~ended)
        .order_by(disposal_answer.c.answered_at, _ITEM.case_reference, _ITEM.record_type.desc())
        .limit(1)
        .with_for_update(of=disposal_item, skip_locked=True)
    )
    row = tx.session.execute(wanted).mappings().first()
    return None if row is None else (row["list_id"], _item(row, None))


def is_covered(tx: Transaction, list_id: str, reference: str, record_type: str) -> bool:
    """Whether the approval of the list is of this record."""
    check(tx.person, Permission.CARRY_OUT_DISPOSAL)
    columns = disposal_covered.c
    mine = (columns.case_reference == reference) & (columns.record_type == record_type)
    found = select(columns.list_id).where(columns.list_id == list_id, mine)
    return tx.session.scalar(found) is not None


def list_to_certify(tx: Transaction, list_id: str) -> DisposalList:
    """One list with what went of it, the same for whoever may read it. Raises NotFound, NotCarriedOut.

    Whether all of it was dealt with is asked of the whole list, also where a record of it is closed.
    """
    listed = disposal_list_of(tx, list_id)
    with for_the_record(tx) as whole:
        waits = any(not each.outcome for each in _items(whole, [list_id])[list_id])
    if waits:
        raise NotCarriedOut
    return replace(listed, items=tuple(each for each in listed.items if each.outcome == "disposed"))


def records_to_dispose_of(tx: Transaction, references: Sequence[str]) -> list[ChildDeathNotification]:
    """The notifications whose records go, locked until the transaction ends."""
    check(tx.person, Permission.CARRY_OUT_DISPOSAL)
    column = notification.c.case_reference
    wanted = select(ChildDeathNotification).where(column.in_(references)).order_by(column)
    return list(tx.session.scalars(wanted.with_for_update()))


def is_disposed(reference: ColumnElement[str]) -> ColumnElement[bool]:
    """Whether the whole record of a notification was disposed of."""
    return exists().where(_DISPOSED.case_reference == reference)


def originals_gone(tx: Transaction, references: Sequence[str]) -> set[str]:
    """Those of these cases whose files were disposed of."""
    check(tx.person, Permission.VIEW_RETENTION)
    gone = select(_OUTCOME.case_reference).where(
        _OUTCOME.case_reference.in_(references),
        _OUTCOME.record_type == "original_documents",
        _OUTCOME.outcome == "disposed",
    )
    return set(tx.session.scalars(gone))


def disposed_cases(tx: Transaction, references: Sequence[str]) -> set[str]:
    """Those of these notifications whose whole record was disposed of."""
    check(tx.person, Permission.VIEW_RETENTION)
    return set(
        tx.session.scalars(select(_DISPOSED.case_reference).where(_DISPOSED.case_reference.in_(references)))
    )


def disposal_of(tx: Transaction, reference: str) -> str | None:
    """The list under which a record was disposed of; None where it was not."""
    check(tx.person, Permission.VIEW_RETENTION)
    wanted = select(_DISPOSED.disposal_id).where(_DISPOSED.case_reference == reference)
    return tx.session.scalar(wanted)


def deaths_counted(tx: Transaction, references: Sequence[str]) -> dict[str, Any]:
    """What the report on timeliness counts of those of these deaths whose record is gone, by reference."""
    check(tx.person, Permission.VIEW_TIMELINESS)
    columns = counted_death.c
    wanted = select(columns.case_reference, columns.counted).where(columns.case_reference.in_(references))
    return {row.case_reference: row.counted for row in tx.session.execute(wanted)}


def _one(tx: Transaction, list_id: str) -> DisposalList:
    found = _lists(tx, list_id)
    if not found:
        raise NotFound("There is no such list.")
    return found[0]


def _lists(tx: Transaction, list_id: str | None = None) -> list[DisposalList]:
    """With the records open to who looks, with all that was merged into them, and every one that is gone.

    What is gone is closed to nobody: so a list shows the same records as its certificate. A list of which
    nothing is open is not there.
    """
    closed = frozenset(standing_of(tx).closed)
    which: Any = True if list_id is None else disposal_list.c.list_id == list_id
    columns = [column for column in disposal_answer.c if column.name not in ("list_id", "proposed_by")]
    wanted = select(disposal_list, *columns).outerjoin(disposal_answer).where(which)
    rows = tx.session.execute(wanted.order_by(disposal_list.c.proposed_at.desc())).mappings().all()
    items = _items(tx, [row["list_id"] for row in rows])
    shown = [_list(row, _open(items.get(row["list_id"], []), closed)) for row in rows]
    return [each for each in shown if each.items]


def _open(items: Iterable[DisposalItem], closed: frozenset[str]) -> tuple[DisposalItem, ...]:
    return tuple(each for each in items if each.outcome == "disposed" or closed.isdisjoint(each.together))


def _list(row: Any, items: Sequence[DisposalItem]) -> DisposalList:
    """``row``: with its answer, whose columns are null while it waits."""
    told = {name: value for name, value in row.items() if value is not None}
    return DisposalList(**told, items=tuple(items))


def _items(tx: Transaction, lists: Iterable[str]) -> dict[str, list[DisposalItem]]:
    wanted = select(disposal_item).where(_ITEM.list_id.in_(lists))
    ended = select(disposal_outcome).where(_OUTCOME.list_id.in_(lists))
    outcomes = {
        (row["list_id"], row["case_reference"], row["record_type"]): row
        for row in tx.session.execute(ended).mappings()
    }
    found: dict[str, list[DisposalItem]] = {}
    for row in tx.session.execute(wanted.order_by(_ITEM.due_on, _ITEM.case_reference)).mappings():
        key = (row["list_id"], row["case_reference"], row["record_type"])
        found.setdefault(row["list_id"], []).append(_item(row, outcomes.get(key)))
    return found


def _item(row: Any, ended: Any) -> DisposalItem:
    end = {} if ended is None else {name: ended[name] for name in ("outcome", "because", "kinds")}
    return DisposalItem(
        row["case_reference"],
        row["record_type"],
        tuple(row["with_it"]),
        row["row_number"],
        row["due_on"],
        **end,
        ended_at=None if ended is None else ended["at"],
    )


def register(tx: Transaction) -> list[dict[str, Any]]:
    """Every list of which something was disposed of, as it must be known to do it again. Names no family."""
    check(tx.person, Permission.VIEW_RETENTION)
    gone = select(_OUTCOME.list_id).where(_OUTCOME.outcome == "disposed").distinct()
    return [
        {
            "list": _rows(tx, disposal_list, disposal_list.c.list_id == list_id),
            "answer": _rows(tx, disposal_answer, disposal_answer.c.list_id == list_id),
            "items": _rows(tx, disposal_item, (_ITEM.list_id == list_id) & _is_gone(list_id)),
            "rows": _rows(tx, retention_row, retention_row.c.number.in_(_rows_of(list_id))),
        }
        for list_id in tx.session.scalars(gone.order_by(_OUTCOME.list_id))
    ]


def _rows(tx: Transaction, table: Any, which: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in tx.session.execute(select(table).where(which)).mappings()]


def _rows_of(list_id: str) -> Any:
    return select(_ITEM.row_number).where(_ITEM.list_id == list_id)


def _is_gone(list_id: str) -> Any:
    return exists().where(
        _OUTCOME.list_id == list_id,
        _OUTCOME.case_reference == _ITEM.case_reference,
        _OUTCOME.record_type == _ITEM.record_type,
        _OUTCOME.outcome == "disposed",
    )
