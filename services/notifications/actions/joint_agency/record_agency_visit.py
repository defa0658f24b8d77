"""A visit to the scene or the home was made, is planned, was declined, or is not needed."""

from uuid import uuid4

from services.notifications.actions.family.record_told_at_visit import record_told_at_visit
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.joint_agency.forms import VISIT_FIELDS
from services.notifications.domain.joint_agency.response import AgencyVisit
from services.notifications.domain.records.record_form import Given, day_of, read_fields, word, words
from services.notifications.queries.notifications import notification_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def record_agency_visit(tx: Transaction, *, case: str, given: Given) -> AgencyVisit:
    """Keep the visit (VISIT_FIELDS). Invalid names every fault."""
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    notification_of(tx, case)
    read, faults = read_fields(VISIT_FIELDS, given, today=today(tx))
    visited_on = day_of(read, "visited_on")
    if word(read, "outcome") == "made" and visited_on and visited_on > today(tx):
        faults.append(Fault("visited_on", "A visit that was made cannot lie in the future"))
    if faults:
        raise Invalid(faults)
    visit = AgencyVisit(
        visit_id=uuid4().hex,
        case_reference=case,
        visited_on=visited_on,
        roles=words(read, "roles"),
        recorded_by=tx.person.name,
        recorded_at=tx.at,
        **{name: word(read, name) for name in ("kind", "outcome", "visited_time", "told_of_review", "note")},
    )
    tx.session.add(visit)
    if visit.told_of_review == "yes":
        record_told_at_visit(tx, visit=visit)
    detail = {"kind": visit.kind, "outcome": visit.outcome}
    tx.audit("record_agency_visit", case=case, subject=visit.visit_id, detail=detail)
    return visit
