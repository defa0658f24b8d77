"""Some good rows become notifications, each by the way that every notification takes."""

from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam

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
_SETTLED = (
    imported_row.update()
    .where(
        imported_row.c.batch_id == bindparam("of"),
        imported_row.c.sheet == bindparam("on"),
        imported_row.c.row_number == bindparam("number"),
    )
    .values({name: bindparam(name) for name in ("state", "faults", "case_reference", "state_at")})
)


def store_rows(tx: Transaction, batch: ImportBatch) -> None:
    """Store the next CHUNK rows; with none left the batch is stored. A row is stored once, or not at all."""
    rows = queries.rows_in_state(tx, batch, RowState.GOOD, CHUNK)
    if not rows or batch.acting is None:
        move_batch(tx, batch, BatchStatus.STORED)
        return
    acting = replace(tx, person=batch.acting)
    check(acting.person, Permission.IMPORT_NOTIFICATIONS)
    tx.session.execute(_SETTLED, [_settled(tx, row, _stored(acting, batch, row)) for row in rows])


def _stored(acting: Transaction, batch: ImportBatch, row: Any) -> dict[str, Any]:
    """What becomes of a row. It was checked before; what has changed since makes it faulty again."""
    try:
        answers = read_form(row["given"], now=acting.at, demonstration=batch.demonstration)
    except Invalid as invalid:
        faults = [{"cell": "", "question": each.field, "message": each.message} for each in invalid.faults]
        return {"state": RowState.FAULTY, "faults": faults}
    kept = submit_notification(acting, answers=answers, panel_code=batch.panel_code, channel="import")
    return {"state": RowState.STORED, "case_reference": kept.case_reference}


def _settled(tx: Transaction, row: Any, became: dict[str, Any]) -> dict[str, Any]:
    place = {"of": row["batch_id"], "on": row["sheet"], "number": row["row_number"]}
    unless_changed = {"faults": row["faults"], "case_reference": None}
    return {**place, "state_at": tx.at, **unless_changed, **became}
