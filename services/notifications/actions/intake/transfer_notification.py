"""Hand a notification to the panel that leads, with a receipt."""

from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def transfer_notification(
    tx: Transaction, *, reference: str, to_panel: str, receipt: str, reason: str
) -> None:
    """It leaves this panel's figures and stays in its log. ``receipt``: who confirmed, and how."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    _refuse_gaps(transfer_to=to_panel, receipt=receipt, transfer_reason=reason)
    notification = queries.notification_to_change(tx, reference)
    whole = f"{reason.strip()} To {to_panel.strip()}. Receipt: {receipt.strip()}"
    notification.transfer_to(to_panel.strip(), by=tx.person.name, at=tx.at, reason=whole)
    tx.audit("transfer_notification", case=reference, detail={"to": to_panel, "receipt": receipt})


_QUESTIONS = {
    "transfer_to": "Write which panel takes it over",
    "receipt": "Write who confirmed that they have it, and how",
    "transfer_reason": "Write why it is transferred",
}


def _refuse_gaps(**given: str) -> None:
    faults = [Fault(name, _QUESTIONS[name]) for name, value in given.items() if not value.strip()]
    if faults:
        raise Invalid(faults)
