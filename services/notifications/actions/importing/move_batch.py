"""An import takes a step of its table."""

from typing import Any

from services.notifications.domain.importing.batch import BatchStatus, ImportBatch, refuse_step
from services.notifications.tables.importing import import_batch
from shared.people import SYSTEM, Permission, check
from shared.storage import Transaction


def move_batch(tx: Transaction, batch: ImportBatch, status: BatchStatus, **more: Any) -> None:
    """Set the status and what goes with it. Raises BatchTransitionRefused."""
    if tx.person != SYSTEM:
        check(tx.person, Permission.IMPORT_NOTIFICATIONS)
    refuse_step(batch.status, status)
    this = import_batch.update().where(import_batch.c.batch_id == batch.batch_id)
    tx.session.execute(this.values(status=status, status_since=tx.at, **more))
    tx.audit("move_import", subject=batch.batch_id, detail={"became": status.value})
