"""Two notifications of one death become one case: the earlier stays and keeps the clock."""

from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.refusals import MergeIntoItself, TwoDifferentChildren
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction

MERGED_INTO = frozenset({Status.RECEIVED, Status.RETURNED, Status.ACCEPTED})


def merge_notifications(tx: Transaction, *, reference: str, into: str, reason: str) -> None:
    """Merge ``reference`` into ``into``. Nothing is deleted: both notifiers' records are kept."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    _refuse_gaps(into, reason)
    notification = queries.notification_to_change(tx, reference)
    kept = _wanted(tx, into)
    _refuse_unless_one_death(notification, kept)
    notification.merge_into(kept, by=tx.person.name, at=tx.at, reason=reason)
    tx.audit("merge_notifications", case=reference, detail={"into": kept.case_reference, "reason": reason})
    tx.audit("merge_notifications", case=kept.case_reference, detail={"merged": reference, "reason": reason})


def _refuse_gaps(into: str, reason: str) -> None:
    missing = "Write the case reference of the notification that stays"
    faults = [] if into.strip() else [Fault("merge_into", missing)]
    faults += [] if reason.strip() else [Fault("merge_reason", "Write the reason")]
    if faults:
        raise Invalid(faults)


def _wanted(tx: Transaction, into: str) -> ChildDeathNotification:
    """The notification that stays. A mistyped reference is a fault of its field: the reason is not lost."""
    try:
        return queries.notification_to_change(tx, into.strip().upper())
    except NotFound as unknown:
        raise Invalid([Fault("merge_into", unknown.detail)]) from None


def _refuse_unless_one_death(notification: ChildDeathNotification, kept: ChildDeathNotification) -> None:
    if notification.case_reference == kept.case_reference:
        raise MergeIntoItself()
    numbers = {notification.answers.identity.nhs_number, kept.answers.identity.nhs_number} - {""}
    if len(numbers) > 1:
        raise TwoDifferentChildren()
    if kept.status not in MERGED_INTO:
        raise Invalid([Fault("merge_into", f"{kept.case_reference} is not an open or accepted case")])
    if kept.notified_at > notification.notified_at:
        earlier = f"{kept.case_reference} was notified later. Merge that one into this one"
        raise Invalid([Fault("merge_into", f"{earlier}: the earlier notification keeps the clock")])
