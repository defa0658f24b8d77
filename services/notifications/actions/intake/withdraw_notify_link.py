"""The office withdraws a link that nobody should use any more."""

from services.notifications.domain.intake.notify_links import NotifyLink
from services.notifications.queries.intake import notify_link_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_notify_link(tx: Transaction, *, link_id: str) -> NotifyLink:
    """Raises NotifyLinkClosed where it opens nothing any more."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    link = notify_link_to_change(tx, link_id)
    link.withdraw(by=tx.person.name, at=tx.at)
    tx.audit("withdraw_notify_link", subject=link_id)
    return link
