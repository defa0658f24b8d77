"""Whether there is a joint agency response: decided by a person, criterion by criterion."""

from collections.abc import Mapping
from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.joint_agency.criteria import JOINT_AGENCY_CRITERIA, VERSION, suggestions
from services.notifications.domain.joint_agency.decision import JointAgencyDecision, decision_faults
from services.notifications.domain.joint_agency.forms import DECIDED_FIELDS
from services.notifications.domain.records.record_form import Given, day_of, read_fields, word
from services.notifications.queries.notifications import notification_of
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def decide_joint_agency_response(
    tx: Transaction, *, case: str, findings: Mapping[str, str], outcome: str, reason: str, given: Given
) -> JointAgencyDecision:
    """Keep the decision beside the earlier ones. ``given``: when and by whom (DECIDED_FIELDS).

    Works for a notification in any standing: an unattended stillbirth is no case and calls for one too.
    Invalid names every fault.
    """
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    suggested = suggestions(notification_of(tx, case).answers)
    when, faults = read_fields(DECIDED_FIELDS, given, today=today(tx))
    if faults := [*decision_faults(findings, outcome, reason, suggested), *faults]:
        raise Invalid(faults)
    decided_on = day_of(when, "decided_on")
    assert decided_on is not None
    decision = JointAgencyDecision(
        decision_id=uuid4().hex,
        case_reference=case,
        criteria_version=VERSION,
        findings={each.id: findings[each.id] for each in JOINT_AGENCY_CRITERIA},
        suggested={each.criterion.id: each.finding.value for each in suggested},
        outcome=outcome,
        reason=reason.strip(),
        decided_on=decided_on,
        decided_time=word(when, "decided_time"),
        decided_by=word(when, "decided_by"),
        recorded_by=tx.person.name,
        recorded_at=tx.at,
    )
    tx.session.add(decision)
    detail = {"outcome": outcome, "findings": decision.findings, "criteria_version": VERSION}
    tx.audit("decide_joint_agency_response", case=case, subject=decision.decision_id, detail=detail)
    return decision
