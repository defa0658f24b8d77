"""A person of the office who is named opens a restricted case to everybody whose role allows it."""

from services.notifications.queries.notifications import notification_of
from shared.contracts import CaseRestrictionLifted
from shared.errors import Invalid, NotFound
from shared.people import Permission, check
from shared.restrictions.actions.hold_restriction import end_restriction
from shared.restrictions.queries import restriction_of
from shared.restrictions.rules import reason_faults
from shared.storage import Transaction
from shared.storage.case_scope import standing_of


def lift_restriction(tx: Transaction, *, case: str, because: str) -> None:
    """Raises NotFound where none holds or it hides the case, Invalid naming every fault."""
    notification_of(tx, case)
    tx.lock_case(case)
    if restriction_of(tx, case) is None:
        raise NotFound("This case is not restricted.")
    check(tx.person, Permission.CHANGE_RESTRICTION, standing_of(tx).relations[case])
    if faults := reason_faults(because, "because", "Say why the case may be open again"):
        raise Invalid(faults)
    end_restriction(tx, case=case, because=because)
    tx.audit("lift_restriction", case=case)
    tx.publish(CaseRestrictionLifted(case_reference=case))
