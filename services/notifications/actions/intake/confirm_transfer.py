"""The panel that took a notification over says that it has it: through its link, or to the office."""

from datetime import date

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.intake.transfers import CaseTransfer
from services.notifications.queries import intake
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def confirm_transfer(tx: Transaction, *, key: str, token: str, by: str, receipt: str) -> CaseTransfer:
    """``receipt``: the panel's own reference. Raises LinkNotValid, ReceiptAlreadyRecorded or Invalid."""
    check(tx.person, Permission.ANSWER_REQUEST)
    transfer = intake.opened_transfer(tx, key=key, token=token, lock=True)
    return _confirmed(tx, transfer, by, receipt, today(tx), "link")


def record_transfer_receipt(
    tx: Transaction, *, transfer_id: str, by: str, receipt: str, on: date | None
) -> CaseTransfer:
    """The office writes down what it was told, and when. Raises ReceiptAlreadyRecorded or Invalid."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    transfer = intake.transfer_to_change(tx, transfer_id)
    if on is None:
        name = [] if by.strip() else [Fault("received_by", "Write who confirmed that they have it")]
        raise Invalid([*name, Fault("received_on", "Write the date on which they confirmed it")])
    return _confirmed(tx, transfer, by, receipt, on, "office")


def _confirmed(
    tx: Transaction, transfer: CaseTransfer, by: str, receipt: str, on: date, through: str
) -> CaseTransfer:
    transfer.confirm(by=by, receipt=receipt, on=on, through=through, today=today(tx))
    subject, detail = transfer.transfer_id, {"through": through}
    tx.audit("confirm_transfer", case=transfer.case_reference, subject=subject, detail=detail)
    return transfer
