"""Some notifications that an import brought are withdrawn; those in which something happened since stay."""

from typing import Any

from services.notifications.actions.importing.move_batch import move_batch
from services.notifications.domain.importing.batch import BatchStatus, ImportBatch, RowState
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.queries import importing as queries
from services.notifications.tables.importing import imported_row
from shared.people import Permission, check
from shared.storage import Transaction

CHUNK = 100
_SINCE = "Somebody has worked on the case since"


def withdraw_rows(tx: Transaction, batch: ImportBatch) -> None:
    """Take back the next CHUNK rows; with none left the batch is undone."""
    rows = queries.rows_in_state(tx, batch, RowState.STORED, CHUNK)
    if not rows or batch.acting is None:
        move_batch(tx, batch, BatchStatus.UNDONE)
        return
    with tx.acting_as(batch.acting) as acting:
        check(acting.person, Permission.IMPORT_NOTIFICATIONS)
        stored = {row["case_reference"]: row["state_at"] for row in rows}
        notifications = queries.to_withdraw(acting, list(stored))
        touched = queries.touched_since(acting, stored)
        for row in rows:
            notification = notifications[row["case_reference"]]
            stays = notification.case_reference in touched or notification.status is not Status.RECEIVED
            _settle(tx, row, RowState.KEPT if stays else _withdrawn(acting, batch, notification))


def _withdrawn(acting: Transaction, batch: ImportBatch, notification: ChildDeathNotification) -> RowState:
    notification.move_to(
        Status.WITHDRAWN, by=acting.person.name, at=acting.at, reason=f"Import undone: {batch.undo_reason}"
    )
    acting.audit("withdraw_notification", case=notification.case_reference, subject=batch.batch_id)
    return RowState.WITHDRAWN


def _settle(tx: Transaction, row: Any, state: RowState) -> None:
    columns = imported_row.c
    this = (columns.case_reference == row["case_reference"], columns.batch_id == row["batch_id"])
    reason = _SINCE if state is RowState.KEPT else ""
    tx.session.execute(imported_row.update().where(*this).values(state=state, state_at=tx.at, reason=reason))
