"""A spreadsheet that nothing was imported from is let go, with all its rows."""

from services.notifications.actions.importing.move_batch import move_batch
from services.notifications.domain.importing.batch import BatchStatus
from services.notifications.queries.importing import batch_to_change
from services.notifications.tables.importing import imported_row
from shared.people import Permission, check
from shared.storage import Transaction


def discard_import(tx: Transaction, *, batch_id: str) -> None:
    """Delete what was read of the file; that it came is kept."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    batch = batch_to_change(tx, batch_id)
    move_batch(tx, batch, BatchStatus.DISCARDED)
    tx.session.execute(imported_row.delete().where(imported_row.c.batch_id == batch_id))
