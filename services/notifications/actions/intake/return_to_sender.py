"""Ask the notifier a question; the notification waits for the answer."""

from services.notifications.domain.notification import Status
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def return_to_sender(tx: Transaction, *, reference: str, question: str) -> None:
    """Set a notification aside until the notifier has answered ``question``."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if not question.strip():
        raise Invalid([Fault("question", "Write the question to the notifier")])
    notification = queries.notification_to_change(tx, reference)
    notification.move_to(Status.RETURNED, by=tx.person.name, at=tx.at, reason=question)
    tx.audit("return_to_sender", case=reference, detail={"question": question})
