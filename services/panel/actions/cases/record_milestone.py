"""A step on the way to the panel was reached, or its record withdrawn: told by event, never typed here."""

from services.panel.queries.cases import case_for_change
from shared.contracts import CaseMilestoneRecorded
from shared.storage import Transaction

KEPT_AS = {
    "child_death_review_meeting_held": "review_meeting_held_on",
    "draft_analysis_received": "draft_analysis_received_on",
}


def record_milestone(tx: Transaction, event: CaseMilestoneRecorded) -> None:
    """Keep the day, or none if the record no longer stands. The case itself stays where it is."""
    case = case_for_change(tx, event.case_reference)
    setattr(case, KEPT_AS[event.milestone], event.reached_on if event.stands else None)
    detail = {"milestone": event.milestone, "stands": event.stands}
    tx.audit("record_milestone", case=case.reference, detail=detail)
