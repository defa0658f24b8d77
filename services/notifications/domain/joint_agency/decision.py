"""A person's decision whether there is a joint agency response, criterion by criterion."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.notifications.domain.joint_agency.criteria import (
    FINDING_LABELS,
    JOINT_AGENCY_CRITERIA,
    Finding,
    Suggestion,
)
from shared.errors import Fault

LONGEST_REASON = 5000


class Outcome(StrEnum):
    """Whether there is a joint agency response."""

    RESPONSE = "response"
    NO_RESPONSE = "no_response"


OUTCOME_LABELS = {
    Outcome.RESPONSE: "A joint agency response is needed",
    Outcome.NO_RESPONSE: "No joint agency response is needed",
}


@dataclass(eq=False)
class JointAgencyDecision:
    """One decision; a later one replaces it and both are kept.

    ``findings`` and ``suggested`` are findings by criterion id; ``decided_time`` is the London clock, "" if
    not recorded; ``decided_by`` the role and name of whoever decided, ``recorded_by`` who wrote it down.
    """

    decision_id: str
    case_reference: str
    criteria_version: str
    findings: dict[str, str]
    suggested: dict[str, str]
    outcome: str
    reason: str
    decided_on: date
    decided_time: str
    decided_by: str
    recorded_by: str
    recorded_at: datetime

    @property
    def is_response(self) -> bool:
        return self.outcome == Outcome.RESPONSE

    def lines(self) -> list[tuple[str, str, str]]:
        """(criterion, what was decided, what the answers had suggested), in the order of the table."""
        return [
            (each.says, _label(self.findings.get(each.id, "")), _label(self.suggested.get(each.id, "")))
            for each in JOINT_AGENCY_CRITERIA
        ]


def _label(finding: str) -> str:
    return FINDING_LABELS[Finding(finding)] if finding in set(Finding) else "Not recorded"


def decision_faults(
    findings: Mapping[str, str], outcome: str, reason: str, suggested: tuple[Suggestion, ...]
) -> list[Fault]:
    """Everything that keeps the decision from being recorded.

    The rule: a response is due where a criterion is met. Whoever decides otherwise, or finds a criterion
    not met that the answers meet, says why.
    """
    faults = [
        Fault(f"finding-{each.id}", f"Say whether this is met: {each.says[0].lower()}{each.says[1:]}")
        for each in JOINT_AGENCY_CRITERIA
        if findings.get(each.id) not in set(Finding)
    ]
    if outcome not in set(Outcome):
        faults.append(Fault("outcome", "Say whether a joint agency response is needed"))
    if len(reason) > LONGEST_REASON:
        faults.append(Fault("reason", f"Use no more than {LONGEST_REASON:,} characters"))
    if not faults and not reason.strip() and (why := why_a_reason(findings, outcome, suggested)):
        faults.append(Fault("reason", why))
    return faults


def why_a_reason(findings: Mapping[str, str], outcome: str, suggested: tuple[Suggestion, ...]) -> str:
    """Why the decision needs a reason, as a sentence to show; "" where it follows the rule."""
    met = Finding.MET in findings.values()
    if met and outcome == Outcome.NO_RESPONSE:
        return "A criterion is met. Say why there is no joint agency response all the same"
    if not met and outcome == Outcome.RESPONSE:
        return "No criterion is met. Say why there is a joint agency response all the same"
    if any(_set_aside(each, findings) for each in suggested):
        return "The notification's answers meet a criterion that you found not met. Say why"
    return ""


def _set_aside(suggestion: Suggestion, findings: Mapping[str, str]) -> bool:
    found = findings.get(suggestion.criterion.id)
    return suggestion.finding is Finding.MET and found == Finding.NOT_MET
