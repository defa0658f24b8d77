"""Whoever notified a death is sent the link of the receipt: the reference and a copy."""

from services.notifications.domain.notification import ChildDeathNotification
from shared.messages.queue_message import is_address, queue_message
from shared.people import Permission, check
from shared.storage import Transaction


def send_receipt(tx: Transaction, *, notification: ChildDeathNotification, link: str) -> str | None:
    """Where an e-mail address was given to which something can be sent; the message's id, else None."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    address = notification.answers.get("notifier.email")
    if not is_address(address):
        return None
    about = notification.case_reference
    return queue_message(tx, kind="notification_receipt", to=address, link=link, about=about)
