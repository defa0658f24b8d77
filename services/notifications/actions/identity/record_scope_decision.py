"""Keep what was decided about scope as it was decided: rule, version and words, and whether against it."""

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.scope import Answer, ScopeDecision
from services.notifications.tables.identity import scope_decision
from shared.storage import Transaction

# The answer with which each outcome agrees.
_AGREES = {Status.ACCEPTED: Answer.YES, Status.OUT_OF_SCOPE: Answer.NO}


@dataclass(frozen=True)
class JointAgencyAnswer:
    """What became of a joint agency response: a code of JOINT_AGENCY_ANSWERS, and its day if it has begun."""

    answer: str = ""
    begun_on: date | None = None


def record_scope_decision(
    tx: Transaction,
    *,
    notification: ChildDeathNotification,
    scope: ScopeDecision,
    reason: str,
    joint_agency: JointAgencyAnswer | None = None,
) -> None:
    """A row for each decision: a later version of the rules changes none of them."""
    response = joint_agency or JointAgencyAnswer()
    row = {
        "decision_id": str(uuid4()),
        "case_reference": notification.case_reference,
        "outcome": notification.status.value,
        "rule_id": scope.rule.id,
        "rule_version": scope.version,
        "rule_answer": scope.answer.value,
        "rule_says": scope.rule.says,
        "citation": scope.rule.citation,
        "overridden": scope.answer is not _AGREES[notification.status],
        "reason": reason.strip(),
        "joint_agency_response": response.answer,
        "joint_agency_on": response.begun_on,
        "decided_at": tx.at,
        "decided_by": tx.person.name,
    }
    tx.session.flush()
    tx.session.execute(scope_decision.insert(), row)
