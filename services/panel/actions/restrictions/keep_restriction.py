"""A case was restricted by the office: here, too, only the people named see it."""

from shared.contracts import CaseRestricted
from shared.restrictions.actions.hold_restriction import hold_restriction
from shared.storage import Transaction


def keep_restriction(tx: Transaction, event: CaseRestricted) -> None:
    """Why, in words, stays with the office; of the people the accounts are known and nothing else."""
    people = {account: account for account in event.people}
    hold_restriction(tx, case=event.case_reference, kind=event.kind, reason="", people=people)
