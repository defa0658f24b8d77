"""The office asks the receiving panel again for its receipt."""

from services.notifications.actions.intake.transfer_notification import tell_panel
from services.notifications.domain.intake.links_to import LinksTo
from services.notifications.domain.intake.transfers import CaseTransfer
from services.notifications.queries.intake import transfer_to_change
from shared.people import Permission, check
from shared.storage import Transaction


def remind_panel(tx: Transaction, *, transfer_id: str, links: LinksTo) -> CaseTransfer:
    """By message where its address is known; else it is recorded that the office has asked."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    transfer = transfer_to_change(tx, transfer_id)
    transfer.remind(at=tx.at)
    if transfer.email:
        tell_panel(tx, transfer, links)
    tx.audit("remind_panel", case=transfer.case_reference, subject=transfer_id)
    return transfer
