"""The office has opened a restricted case again."""

from shared.contracts import CaseRestrictionLifted
from shared.restrictions.actions.hold_restriction import end_restriction
from shared.storage import Transaction


def release_restriction(tx: Transaction, event: CaseRestrictionLifted) -> None:
    """Nothing happens where none is known."""
    end_restriction(tx, case=event.case_reference, because="The office lifted it.")
    tx.audit("lift_restriction", case=event.case_reference)
