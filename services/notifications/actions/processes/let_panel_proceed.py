"""The panel may go ahead although a process has not ended: a decision on record, with who agreed."""

from datetime import date

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.processes.keep_step import keep_step
from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.queries.processes import process_to_change
from shared.contracts import HoldReleased
from shared.people import Permission, check
from shared.storage import Transaction


def let_panel_proceed(
    tx: Transaction, *, process_id: str, on: date | None, agreed_by: str, because: str
) -> ParallelProcess:
    """Release the panel and publish HoldReleased; the process stays open. Invalid names every fault."""
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    process = process_to_change(tx, process_id)
    process.let_proceed(on=on, today=today(tx), agreed_by=agreed_by, because=because)
    released_on = process.may_proceed_on or today(tx)
    keep_step(tx, process, f"The panel may go ahead, agreed by {agreed_by.strip()}", released_on, because)
    tx.publish(
        HoldReleased(
            case_reference=process.case_reference,
            hold_id=process_id,
            lifted_on=released_on,
            outcome="may_proceed",
        )
    )
    tx.audit("let_panel_proceed", case=process.case_reference, subject=process_id)
    return process
