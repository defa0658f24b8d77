"""The background step of imports: some rows at a time, so that a crash loses little and nothing twice."""

from collections.abc import Callable, Mapping

from services.notifications.actions.importing.check_rows import check_rows
from services.notifications.actions.importing.store_rows import store_rows
from services.notifications.actions.importing.withdraw_rows import withdraw_rows
from services.notifications.domain.importing.batch import BatchStatus, ImportBatch
from services.notifications.queries.importing import batch_at_work
from shared.storage import Transaction

WORK: Mapping[BatchStatus, Callable[[Transaction, ImportBatch], None]] = {
    BatchStatus.CHECKING: check_rows,
    BatchStatus.STORING: store_rows,
    BatchStatus.UNDOING: withdraw_rows,
}


def work_on_imports(tx: Transaction) -> bool:
    """One chunk of the import that has waited longest; whether there was one.

    What is done and that it is done are one transaction: after a crash the next run goes on where it stopped.
    """
    batch = batch_at_work(tx)
    if batch is None:
        return False
    WORK[batch.status](tx, batch)
    return True
