"""Some good rows become notifications, each by the way that every notification takes."""

from dataclasses import replace
from typing import Any

from services.notifications.actions.importing.move_batch import move_batch
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.importing.batch import BatchStatus, ImportBatch, RowState
from services.notifications.queries import importing as queries
from services.notifications.tables.importing import imported_row
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction

CHUNK = 100


def store_rows(tx: Transaction, batch: ImportBatch) -> None:
    """Store the next CHUNK rows; with none left the batch is stored. A row is stored once, or not at all."""
    rows = queries.rows_in_state(tx, batch, RowState.GOOD, CHUNK)
    if not rows or batch.acting is None:
        move_batch(tx, batch, BatchStatus.STORED)
        return
    acting = replace(tx, person=batch.acting)
    check(acting.person, Permission.IMPORT_NOTIFICATIONS)
    for row in rows:
        _settle(tx, row, _stored(acting, batch, row))


def _stored(acting: Transaction, batch: ImportBatch, row: Any) -> dict[str, Any]:
    """What becomes of a row. It was checked before; what has changed since makes it faulty again."""
    try:
        answers = read_form(row["given"], now=acting.at, demonstration=batch.demonstration)
    except Invalid as invalid:
        faults = [{"cell": "", "question": each.field, "message": each.message} for each in invalid.faults]
        return {"state": RowState.FAULTY, "faults": faults}
    kept = submit_notification(acting, answers=answers, panel_code=batch.panel_code, channel="import")
    return {"state": RowState.STORED, "case_reference": kept.case_reference}


def _settle(tx: Transaction, row: Any, became: dict[str, Any]) -> None:
    columns = imported_row.c
    this = (
        columns.batch_id == row["batch_id"],
        columns.sheet == row["sheet"],
        columns.row_number == row["row_number"],
    )
    tx.session.execute(imported_row.update().where(*this).values(state_at=tx.at, **became))
