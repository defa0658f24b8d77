"""The office's restriction, made where the case was notified, is followed until it is lifted there."""

from services.theming.actions.restrictions.restrict_case import end_restriction, hold_restriction
from services.theming.queries.restrictions import held_for_change
from shared.contracts import CaseRestricted, CaseRestrictionLifted
from shared.people import SYSTEM
from shared.storage import Transaction

WHY = "The office restricted this case where it was notified."


def follow_restriction(tx: Transaction, event: CaseRestricted) -> None:
    """Whatever was restricted here is replaced. Of the people the accounts are known and nothing else."""
    tx.lock_case(event.case_reference)
    people = {account: account for account in event.people}
    hold_restriction(tx, case=event.case_reference, reason=WHY, people=people)


def follow_lifting(tx: Transaction, event: CaseRestrictionLifted) -> None:
    """Only what was followed is lifted: a restriction that was made here since stays as it is."""
    tx.lock_case(event.case_reference)
    held = held_for_change(tx, event.case_reference)
    if held is not None and held.restricted_by == SYSTEM.id:
        end_restriction(tx, held.id, "The office lifted it where the case was notified.")
        tx.audit("lift_restriction", case=event.case_reference)
