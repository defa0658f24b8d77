"""Close a notification that is not a child death to be reviewed, with the rule that says so."""

from services.notifications.actions.identity.record_scope_decision import (
    JointAgencyAnswer,
    record_scope_decision,
)
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.scope import JOINT_AGENCY_ANSWERS, JointAgency, ScopeDecision
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def mark_out_of_scope(
    tx: Transaction, *, reference: str, reason: str, joint_agency: JointAgencyAnswer | None = None
) -> None:
    """The scope rule that applies is kept with the decision, also where a person decides against it.

    ``joint_agency`` is asked where no review follows but a joint agency response is due: an unattended
    stillbirth.
    """
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    notification = queries.notification_to_change(tx, reference)
    scope = notification.scope
    _refuse_gaps(tx, scope, reason, joint_agency or JointAgencyAnswer())
    notification.put_out_of_scope(by=tx.person.name, at=tx.at, reason=reason)
    record_scope_decision(
        tx, notification=notification, scope=scope, reason=reason, joint_agency=joint_agency
    )
    tx.audit("mark_out_of_scope", case=reference, detail={"rule": notification.scope_rule})


def _refuse_gaps(tx: Transaction, scope: ScopeDecision, reason: str, response: JointAgencyAnswer) -> None:
    faults = [] if reason.strip() else [Fault("scope_reason", "Write why this is out of scope")]
    if scope.joint_agency_response:
        faults += _faults_of_response(tx, response)
    if faults:
        raise Invalid(faults)


def _faults_of_response(tx: Transaction, response: JointAgencyAnswer) -> list[Fault]:
    if response.answer not in set(JOINT_AGENCY_ANSWERS):
        return [Fault("joint_agency", "Choose what has become of the joint agency response")]
    if response.answer != JointAgency.BEGUN:
        return []
    if response.begun_on is None:
        return [Fault("joint_agency_on", "Write the day on which the joint agency response began")]
    late = response.begun_on > tx.at.astimezone(LONDON).date()
    return (
        [Fault("joint_agency_on", "The joint agency response cannot have begun in the future")]
        if late
        else []
    )
