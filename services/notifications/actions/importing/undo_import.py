"""An import is taken back, case by case, where nothing further has happened."""

from services.notifications.actions.importing.import_good_rows import acting_for
from services.notifications.actions.importing.move_batch import move_batch
from services.notifications.domain.importing.batch import BatchStatus
from services.notifications.queries.importing import batch_to_change
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def undo_import(tx: Transaction, *, batch_id: str, reason: str) -> None:
    """Begin to withdraw its notifications in the background. Nothing is deleted; ``reason`` is kept."""
    check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    if not reason.strip():
        raise Invalid([Fault("undo_reason", "Write why the import is undone")])
    batch = batch_to_change(tx, batch_id)
    acting = acting_for(tx.person)
    move_batch(tx, batch, BatchStatus.UNDOING, undo_reason=reason.strip(), acting=acting)
