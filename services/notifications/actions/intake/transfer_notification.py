"""Hand a notification to the panel that leads; its receipt is recorded now or when it comes."""

from dataclasses import dataclass
from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.intake.links_to import LinksTo
from services.notifications.domain.intake.panels import neighbouring_panels
from services.notifications.domain.intake.transfers import TEXT_LENGTH, CaseTransfer, new_transfer
from services.notifications.queries import intake
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid
from shared.messages.queue_message import is_address, queue_message
from shared.people import Permission, check
from shared.storage import Transaction


@dataclass(frozen=True)
class Handover:
    """``panel``: an id of the list of panels, or "" for another, which ``other_panel`` names.

    ``receipt``: who has confirmed already that they have it, and how; "" where nobody has yet.
    """

    panel: str = ""
    other_panel: str = ""
    reason: str = ""
    email: str = ""
    receipt: str = ""

    @property
    def panel_name(self) -> str:
        known = neighbouring_panels().named(self.panel)
        return known.name if known else self.other_panel.strip()

    def faults(self) -> list[Fault]:
        """Every gap, by the field of the form."""
        faults = []
        if not self.panel_name or len(self.panel_name) > TEXT_LENGTH:
            faults.append(Fault("transfer_panel", "Choose which panel takes it over, or write its name"))
        if self.email.strip() and not is_address(self.email):
            faults.append(Fault("transfer_email", "Write one e-mail address, like name@panel.example"))
        if len(self.receipt) > TEXT_LENGTH:
            faults.append(Fault("receipt", f"Use no more than {TEXT_LENGTH} characters"))
        if not self.reason.strip():
            faults.append(Fault("transfer_reason", "Write why it is transferred"))
        return faults


def transfer_notification(
    tx: Transaction, *, reference: str, handover: Handover, links: LinksTo
) -> CaseTransfer:
    """It leaves this panel's figures and stays in its log. Raises Invalid naming every gap."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if faults := handover.faults():
        raise Invalid(faults)
    notification = queries.notification_to_change(tx, reference)
    whole = f"{handover.reason.strip()} To {handover.panel_name}."
    notification.transfer_to(handover.panel_name, by=tx.person.name, at=tx.at, reason=whole)
    transfer = _transfer(tx, reference, handover, links)
    detail = {"to": transfer.panel_name, "number": transfer.number}
    tx.audit("transfer_notification", case=reference, subject=transfer.transfer_id, detail=detail)
    return transfer


def _transfer(tx: Transaction, reference: str, handover: Handover, links: LinksTo) -> CaseTransfer:
    transfer = new_transfer(
        transfer_id=uuid4().hex,
        case=reference,
        times_before=len(intake.transfers_of(tx, [reference])),
        panel=handover.panel,
        panel_name=handover.panel_name,
        reason=handover.reason.strip(),
        email=handover.email.strip(),
        key=links.key,
        by=tx.person.name,
        at=tx.at,
    )
    tx.session.add(transfer)
    if handover.receipt.strip():
        transfer.confirm(by=handover.receipt, receipt="", on=today(tx), through="office", today=today(tx))
    elif transfer.email:
        tell_panel(tx, transfer, links)
    return transfer


def tell_panel(tx: Transaction, transfer: CaseTransfer, links: LinksTo) -> None:
    """Send the receiving panel its link; for actions that have asked whether the person may."""
    address, about = links.address(transfer.transfer_id), transfer.transfer_id
    queue_message(
        tx,
        kind="transfer_receipt",
        to=transfer.email,
        link=address,
        due_on=transfer.remind_on,
        about=about,
    )
