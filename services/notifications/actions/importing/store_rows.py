"""Some good rows become notifications, each by the way that every notification takes."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam

from services.notifications.actions.importing.move_batch import move_batch
from services.notifications.actions.intake.submit_notification import submit_notifications
from services.notifications.domain.forms.answers import Answers
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
    with tx.acting_as(batch.acting) as acting:
        check(acting.person, Permission.IMPORT_NOTIFICATIONS)
        stored = _stored(acting, batch, rows)
    tx.session.execute(_SETTLED, [_settled(tx, row, became) for row, became in stored])


def _stored(acting: Transaction, batch: ImportBatch, rows: Sequence[Any]) -> list[tuple[Any, dict[str, Any]]]:
    """What becomes of each row. It was checked before; what has changed since makes it faulty again."""
    read = [(row, _read(acting, batch, row)) for row in rows]
    good = [(row, found) for row, found in read if isinstance(found, Answers)]
    kept = submit_notifications(
        acting, answers=[answers for _, answers in good], panel_code=batch.panel_code, channel="import"
    )
    faulty = [(row, found) for row, found in read if not isinstance(found, Answers)]
    stored = [
        (row, {"state": RowState.STORED, "case_reference": each.case_reference})
        for (row, _), each in zip(good, kept, strict=True)
    ]
    return stored + faulty


def _read(acting: Transaction, batch: ImportBatch, row: Any) -> Answers | dict[str, Any]:
    """The answers of a row, or the faults that it has now."""
    try:
        return read_form(row["given"], now=acting.at, demonstration=batch.demonstration)
    except Invalid as invalid:
        faults = [{"cell": "", "question": each.field, "message": each.message} for each in invalid.faults]
        return {"state": RowState.FAULTY, "faults": faults}


def _settled(tx: Transaction, row: Any, became: dict[str, Any]) -> dict[str, Any]:
    place = {"of": row["batch_id"], "on": row["sheet"], "number": row["row_number"]}
    unless_changed = {"faults": row["faults"], "case_reference": None}
    return {**place, "state_at": tx.at, **unless_changed, **became}
