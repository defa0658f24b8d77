"""Somebody was called about a death: who, when, and whether they were reached."""

from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.joint_agency.forms import CALL_FIELDS
from services.notifications.domain.joint_agency.response import AgencyCall
from services.notifications.domain.records.record_form import Given, day_of, read_record, word
from services.notifications.queries.notifications import notification_of
from shared.people import Permission, check
from shared.storage import Transaction


def record_agency_call(tx: Transaction, *, case: str, given: Given) -> AgencyCall:
    """Keep the call (CALL_FIELDS). Invalid names every fault."""
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    notification_of(tx, case)
    read = read_record(CALL_FIELDS, given, today=today(tx))
    called_on = day_of(read, "called_on")
    assert called_on is not None
    call = AgencyCall(
        call_id=uuid4().hex,
        case_reference=case,
        called_on=called_on,
        recorded_by=tx.person.name,
        recorded_at=tx.at,
        **{name: word(read, name) for name in ("role", "who", "called_time", "reached", "note")},
    )
    tx.session.add(call)
    tx.audit("record_agency_call", case=case, subject=call.call_id, detail={"role": call.role})
    return call
