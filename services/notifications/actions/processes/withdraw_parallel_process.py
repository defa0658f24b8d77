"""A process was recorded in error: the record is kept, and counts for nothing."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.processes.keep_step import keep_step
from services.notifications.domain.processes.parallel_process import ParallelProcess
from services.notifications.domain.processes.process_kinds import Gate
from services.notifications.queries.processes import process_to_change
from shared.contracts import HoldReleased
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_parallel_process(tx: Transaction, *, process_id: str, because: str) -> ParallelProcess:
    """Take the record back, saying why; the panel's hold is lifted as of the day it was placed."""
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    process, on = process_to_change(tx, process_id), today(tx)
    process.withdraw(on=on, because=because)
    keep_step(tx, process, "Taken back: recorded in error", on, because)
    if process.rule.gate is not Gate.NOTHING:
        tx.publish(
            HoldReleased(
                case_reference=process.case_reference,
                hold_id=process_id,
                lifted_on=process.opened_on,
                outcome="recorded_in_error",
            )
        )
    tx.audit("withdraw_parallel_process", case=process.case_reference, subject=process_id)
    return process
