"""Take a decision back: the notification waits in the inbox again."""

from services.notifications.queries import notifications as queries
from services.notifications.queries.intake import transfers_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def reopen_notification(tx: Transaction, *, reference: str, reason: str) -> None:
    """Undo a merge or another outcome, with the reason. An accepted notification stays accepted."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if not reason.strip():
        raise Invalid([Fault("undo_reason", "Write why the decision is taken back")])
    notification = queries.notification_to_change(tx, reference)
    for transfer in transfers_of(tx, [reference]):
        transfer.taken_back_at = transfer.taken_back_at or tx.at
    notification.reopen(by=tx.person.name, at=tx.at, reason=reason)
    tx.audit("reopen_notification", case=reference)
