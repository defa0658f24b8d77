"""A notification handed to the panel that leads, and whether that panel has said that it has it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.gathering.refusals import LinkNotValid
from services.notifications.domain.intake.signed_links import NO_SUCH_LINK, fingerprint, token_for
from shared.errors import Conflict, Fault, Invalid
from shared.working_days import add_working_days

PURPOSE = "transfer"
REMIND_AFTER = 2  # working days; local: a death nobody has taken on must not wait unseen
VALID_FOR = timedelta(days=30)
TEXT_LENGTH = 500


class ReceiptAlreadyRecorded(Conflict):
    title = "The receipt is recorded already"

    def __init__(self) -> None:
        super().__init__("The panel has confirmed that it has this notification.")


class TransferTakenBack(Conflict):
    title = "This transfer was taken back"

    def __init__(self) -> None:
        super().__init__("The notification is with this office again, so no receipt is needed.")


@dataclass
class CaseTransfer:
    """``number`` is ours and names nobody: what the other panel quotes. ``receipt``: its own reference.

    ``through``: how the receipt came, "link" or "office".
    """

    transfer_id: str
    case_reference: str
    number: str
    panel: str
    panel_name: str
    reason: str
    transferred_at: datetime
    transferred_by: str
    email: str
    remind_on: date
    fingerprint: str
    expires_at: datetime
    reminded_at: datetime | None = None
    received_on: date | None = None
    received_by: str = ""
    receipt: str = ""
    through: str = ""
    taken_back_at: datetime | None = None

    def state(self, on: date) -> str:
        """ "taken_back", "received", "remind" (no receipt, and it is time to ask) or "sent"."""
        if self.taken_back_at:
            return "taken_back"
        if self.received_on:
            return "received"
        return "remind" if on >= self.remind_on else "sent"

    def confirm(self, *, by: str, receipt: str, on: date, through: str, today: date) -> None:
        """Record who has it, from when, under which reference of theirs. Raises Invalid with every fault."""
        self.must_wait_for_receipt()
        if faults := receipt_faults(by, receipt, on, self.transferred_at.astimezone(LONDON).date(), today):
            raise Invalid(faults)
        self.received_by, self.receipt = by.strip(), receipt.strip()
        self.received_on, self.through = on, through

    def remind(self, *, at: datetime) -> None:
        """The office has asked again; it is asked again after as long once more."""
        self.must_wait_for_receipt()
        self.reminded_at = at
        self.remind_on = add_working_days(at.astimezone(LONDON).date(), REMIND_AFTER)

    def must_wait_for_receipt(self) -> None:
        if self.taken_back_at:
            raise TransferTakenBack()
        if self.received_on:
            raise ReceiptAlreadyRecorded()

    def check_usable(self, *, token: str, at: datetime) -> None:
        """Raises LinkNotValid, saying why in words that name no child."""
        if self.fingerprint != fingerprint(token):
            raise LinkNotValid(NO_SUCH_LINK)
        if self.taken_back_at or at >= self.expires_at:
            raise LinkNotValid("This link works no more. Ask the child death review office that sent it.")


def receipt_faults(by: str, receipt: str, on: date, sent_on: date, today: date) -> list[Fault]:
    """What is wrong with a receipt; its own reference may be missing, who confirmed may not."""
    faults = [] if by.strip() else [Fault("received_by", "Write who confirmed that they have it")]
    if max(len(by), len(receipt)) > TEXT_LENGTH:
        faults.append(Fault("received_by", f"Use no more than {TEXT_LENGTH} characters"))
    if not sent_on <= on <= today:
        faults.append(Fault("received_on", "The receipt cannot be before the transfer or in the future"))
    return faults


def new_transfer(
    *, transfer_id: str, case: str, times_before: int, panel: str, panel_name: str, reason: str, email: str,
    key: str, by: str, at: datetime,
) -> CaseTransfer:  # fmt: skip
    """A transfer numbered after its case: "LLR-2026-0107-T1". ``key`` signs the receiving panel's link."""
    return CaseTransfer(
        transfer_id=transfer_id,
        case_reference=case,
        number=f"{case}-T{times_before + 1}",
        panel=panel,
        panel_name=panel_name,
        reason=reason,
        transferred_at=at,
        transferred_by=by,
        email=email,
        remind_on=add_working_days(at.astimezone(LONDON).date(), REMIND_AFTER),
        fingerprint=fingerprint(token_for(key, PURPOSE, transfer_id)),
        expires_at=at + VALID_FOR,
    )
