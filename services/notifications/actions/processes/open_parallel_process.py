"""Another process about the same death has begun: it is recorded, and the panel is told if it has to wait."""

from datetime import date
from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.processes.keep_step import keep_step
from services.notifications.domain.gathering.refusals import CaseNotAccepted
from services.notifications.domain.notification import Status
from services.notifications.domain.processes.parallel_process import ParallelProcess, open_process
from services.notifications.domain.processes.refusals import SameProcessOpen
from services.notifications.queries.notifications import notification_to_change
from services.notifications.queries.processes import open_processes
from shared.contracts import HoldRaised
from shared.people import Permission, check
from shared.storage import Transaction


def open_parallel_process(
    tx: Transaction,
    *,
    case: str,
    kind: str,
    opened_on: date | None,
    reference: str = "",
    lead_contact: str = "",
    note: str = "",
) -> ParallelProcess:
    """Record it, and publish HoldRaised where its kind has a gate. Invalid names every fault.

    SameProcessOpen: one of the kind with the same reference is open. ``reference`` is the other body's own.
    """
    check(tx.person, Permission.RECORD_PARALLEL_PROCESS)
    notification = notification_to_change(tx, case)
    if notification.status is not Status.ACCEPTED:
        raise CaseNotAccepted()
    process = open_process(
        process_id=uuid4().hex,
        case=case,
        kind=kind,
        opened_on=opened_on,
        today=today(tx),
        reference=reference,
        lead_contact=lead_contact,
        by=tx.person.name,
        died_on=notification.answers.died_on,
    )
    if any(each.is_the_same_as(process) for each in open_processes(tx, [case])[case]):
        raise SameProcessOpen(process.label)
    tx.session.add(process)
    tx.session.flush()
    keep_step(tx, process, process.status_label, process.opened_on, note)
    if process.holds_up:
        tx.publish(raised(process))
    tx.audit("open_parallel_process", case=case, subject=process.process_id, detail={"kind": kind})
    return process


def raised(process: ParallelProcess) -> HoldRaised:
    """What the panel is told: neither reference, contact nor words."""
    return HoldRaised(
        case_reference=process.case_reference,
        hold_id=process.process_id,
        kind=process.kind,
        placed_on=process.opened_on,
        blocks=process.rule.gate.value,
    )
