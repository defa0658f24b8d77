"""A person says that a traced NHS number is this child's."""

from dataclasses import replace
from uuid import uuid4

from services.notifications.actions.care_plans.look_for_care_plan_addresses import (
    look_for_care_plan_addresses,
)
from services.notifications.actions.identity.recognise_child import recognise_child
from services.notifications.domain.identity.nhs_numbers import fault_of, plain_digits
from services.notifications.domain.notification import Status
from services.notifications.domain.refusals import TraceTakenBack
from services.notifications.queries import identity as queries
from services.notifications.queries.notifications import notification_to_change
from services.notifications.tables.identity import identity_trace
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def confirm_trace(
    tx: Transaction,
    *,
    reference: str,
    nhs_number: str,
    step: str,
    source: str,
    reason: str,
    demonstration: bool,
) -> None:
    """The child is recognised by this number from now on. What the notifier wrote stays as it was written."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    number = plain_digits(nhs_number)
    _refuse_faults(number, reason, demonstration=demonstration)
    notification = notification_to_change(tx, reference)
    before = queries.identities_of(tx, [reference])[reference]
    row = {
        "trace_id": str(uuid4()),
        "case_reference": reference,
        "nhs_number": number,
        "number_before": before.nhs_number,
        "step": step,
        "source": source,
        "reason": reason.strip(),
        "confirmed_at": tx.at,
        "confirmed_by": tx.person.name,
    }
    tx.session.execute(identity_trace.insert(), row)
    recognise_child(tx, reference=reference, identity=replace(before, nhs_number=number))
    if notification.status is Status.ACCEPTED:
        look_for_care_plan_addresses(tx, notification=notification)
    tx.audit("confirm_trace", case=reference, detail={"step": step, "source": source})


def undo_trace(tx: Transaction, *, reference: str, trace_id: str, reason: str) -> None:
    """The child is recognised as before the trace, which stays in the history."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if not reason.strip():
        raise Invalid([Fault("untrace_reason", "Write why the traced number is taken back")])
    notification_to_change(tx, reference)
    trace = next((each for each in queries.traces_of(tx, reference) if each["trace_id"] == trace_id), None)
    if trace is None:
        raise NotFound("There is no such trace.")
    now = queries.identities_of(tx, [reference])[reference]
    if trace["undone_at"] is not None or now.nhs_number != trace["nhs_number"]:
        raise TraceTakenBack()
    undone = {"undone_at": tx.at, "undone_by": tx.person.name, "undone_reason": reason.strip()}
    tx.session.execute(identity_trace.update().where(identity_trace.c.trace_id == trace_id).values(undone))
    recognise_child(tx, reference=reference, identity=replace(now, nhs_number=trace["number_before"]))
    tx.audit("undo_trace", case=reference)


def _refuse_faults(number: str, reason: str, *, demonstration: bool) -> None:
    fault = fault_of(number, demonstration=demonstration)
    faults = [Fault("traced_number", fault)] if fault else []
    faults += [] if reason.strip() else [Fault("trace_reason", "Write how you know that this is the child")]
    if faults:
        raise Invalid(faults)
