"""The office records why a clock was missed, or why it cannot be judged."""

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.clocks.breach_reasons import VERSION, reason_faults
from services.notifications.queries.clocks import clock_strips
from services.notifications.queries.notifications import notification_to_change
from services.notifications.tables.clocks import breach_reason
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def record_breach_reason(tx: Transaction, *, case: str, clock_id: str, reason: str, words: str) -> None:
    """Keep a reason of the list with words. The newest counts; earlier ones stay. Invalid names faults."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification_to_change(tx, case)
    states = {state.id: state for state in clock_strips(tx, [case], on=today(tx))[case]}
    faults = reason_faults(states.get(clock_id), reason, words)
    if faults:
        raise Invalid(faults)
    row = {"case_reference": case, "clock_id": clock_id, "reason": reason, "list_version": VERSION}
    said = {"words": words.strip(), "recorded_at": tx.at, "recorded_by": tx.person.name}
    tx.session.execute(breach_reason.insert(), row | said)
    tx.audit("record_breach_reason", case=case, detail={"clock": clock_id, "reason": reason})
