"""One line of the history of a parallel process."""

from datetime import date

from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.tables.processes import process_step
from shared.storage import Transaction


def keep_step(tx: Transaction, process: ParallelProcess, says: str, on: date, note: str = "") -> None:
    """Keep what was recorded of a process, when and by whom."""
    row = {"process_id": process.process_id, "says": says, "happened_on": on, "note": note.strip()}
    who = {"recorded_at": tx.at, "recorded_by": tx.person.name}
    tx.session.execute(process_step.insert(), row | who)
