"""A parallel process has moved on, or has ended."""

from datetime import date

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.processes.keep_step import keep_step
from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.queries.processes import process_to_change
from shared.contracts import HoldReleased
from shared.people import Permission, check
from shared.storage import Transaction


def update_parallel_process(
    tx: Transaction, *, process_id: str, status: str, on: date | None, outcome: str = "", note: str = ""
) -> ParallelProcess:
    """Record where it stands; "concluded" ends it, and publishes HoldReleased if the panel waited for it.

    Invalid names every fault; ProcessAlreadyConcluded if it has ended.
    """
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    process = process_to_change(tx, process_id)
    held_up = process.holds_up
    process.update(status, on=on, today=today(tx), outcome=outcome)
    keep_step(tx, process, process.status_label, process.status_on, outcome or note)
    if held_up and not process.holds_up:
        tx.publish(
            HoldReleased(
                case_reference=process.case_reference, hold_id=process_id, lifted_on=process.status_on
            )
        )
    detail = {"kind": process.kind, "status": status}
    tx.audit("update_parallel_process", case=process.case_reference, subject=process_id, detail=detail)
    return process
