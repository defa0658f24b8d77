"""Notifications that another panel leads: what was handed over, to whom, and whether it has been received."""

from typing import Any

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.intake.confirm_transfer import confirm_transfer, record_transfer_receipt
from services.notifications.actions.intake.remind_panel import remind_panel
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.identity.nhs_numbers import formatted
from services.notifications.domain.intake.transfers import PURPOSE, CaseTransfer
from services.notifications.pages.posted_dates import posted_date
from services.notifications.pages.receipts import as_text
from services.notifications.pages.signed_addresses import RECEIVING_PANEL, key_of, links_to
from services.notifications.queries import intake
from services.notifications.queries import notifications as queries
from services.notifications.queries.gathering import notification_of_request
from shared.errors import Invalid
from shared.people import Permission, check
from shared.reference_lists import LOCAL_AUTHORITIES
from shared.web import HtmlRouter, Posted, PostedToShowAgain, Tx, page, redirect
from shared.web.site import site_of
from shared.written_dates import written_date

router = HtmlRouter()
STATES = {
    "sent": ("Waiting for the receipt", "blue"),
    "remind": ("Ask again: no receipt yet", "orange"),
    "received": ("Received", "green"),
    "taken_back": ("Taken back", "grey"),
}


@router.get("/transfers", name="transfers")
def transfers(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    rows = [(each, STATES[each.state(today(tx))]) for each in intake.transfers_made(tx)]
    waiting = sum(each.state(today(tx)) == "remind" for each, _ in rows)
    tx.audit("view_transfers", reading=True, detail={"transfers": len(rows)})
    return page(request, "transfers.html", rows=rows, waiting=waiting)


@router.get("/transfers/{transfer_id}", name="transfer_receipt")
def transfer(request: Request, tx: Tx, transfer_id: str) -> Response:
    return _transfer_page(request, tx, transfer_id)


@router.post("/transfers/{transfer_id}/receipt", name="record_transfer_receipt")
def record(request: Request, tx: Tx, posted: Posted, transfer_id: str) -> Response:
    by, receipt, on = posted.text("received_by"), posted.text("receipt"), posted_date(posted, "received_on")
    try:
        record_transfer_receipt(tx, transfer_id=transfer_id, by=by, receipt=receipt, on=on)
    except Invalid as invalid:
        return _transfer_page(request, tx, transfer_id, posted.texts(), invalid.faults)
    return redirect(request, "transfer_receipt", flash="The receipt is recorded.", transfer_id=transfer_id)


@router.post("/transfers/{transfer_id}/remind", name="remind_panel")
def remind(request: Request, tx: Tx, posted: Posted, transfer_id: str) -> Response:
    asked = remind_panel(tx, transfer_id=transfer_id, links=links_to(request, PURPOSE))
    said = "The panel will be asked again." if asked.email else "Recorded that you have asked again."
    return redirect(request, "transfer_receipt", flash=said, transfer_id=transfer_id)


@router.get("/transfers/{transfer_id}/letter", name="transfer_letter")
def letter(request: Request, tx: Tx, transfer_id: str) -> Response:
    """To print or to keep as a PDF: enough to find the child, and a slip to send back that names nobody."""
    found = intake.transfer_to_change(tx, transfer_id)
    notification = queries.notification_of(tx, found.case_reference)
    tx.audit("print_transfer_letter", case=found.case_reference, subject=transfer_id, reading=True)
    return page(request, "transfer_letter.html", transfer=found, child=_child(notification.answers))


@router.get("/transferred/{token}", name="received_transfer")
def received(request: Request, tx: Tx, token: str) -> Response:
    return _received_page(request, tx, token)


@router.post("/transferred/{token}", name="confirm_transfer")
def confirm(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    """After it, the link shows the receipt alone."""
    tx.person = RECEIVING_PANEL
    if posted.expired:
        return _received_page(request, tx, token, posted.texts(), expired=True)
    by, receipt = posted.text("received_by"), posted.text("receipt")
    try:
        confirm_transfer(tx, key=key_of(request), token=token, by=by, receipt=receipt)
    except Invalid as invalid:
        return _received_page(request, tx, token, posted.texts(), faults=invalid.faults)
    return redirect(request, "received_transfer", token=token)


@router.get("/transferred/{token}/copy", name="transferred_copy")
def copy(request: Request, tx: Tx, token: str) -> Response:
    """The notification as a text file, for the panel that takes it over, until it has confirmed."""
    tx.person = RECEIVING_PANEL
    found = intake.opened_transfer(tx, key=key_of(request), token=token)
    found.must_wait_for_receipt()
    notification = notification_of_request(tx, found.case_reference)
    tx.audit("copy_transferred_notification", case=found.case_reference, reading=True)
    named = f'attachment; filename="{found.number}.txt"'
    return PlainTextResponse(as_text(notification), headers={"Content-Disposition": named})


def _received_page(
    request: Request, tx: Tx, token: str, values: Any = None, faults: Any = (), expired: bool = False
) -> Response:
    tx.person = RECEIVING_PANEL
    found = intake.opened_transfer(tx, key=key_of(request), token=token)
    child = None
    if not found.received_on:
        child = _child(notification_of_request(tx, found.case_reference).answers)
        tx.audit("view_received_transfer", case=found.case_reference, reading=True)
    return page(
        request,
        "received_transfer.html",
        status_code=422 if faults or expired else 200,
        transfer=found,
        child=child,
        token=token,
        values=values or {},
        faults=faults,
        expired=expired,
    )


def _transfer_page(
    request: Request, tx: Tx, transfer_id: str, values: Any = None, faults: Any = ()
) -> Response:
    found = intake.transfer_to_change(tx, transfer_id)
    state = found.state(today(tx))
    tx.audit("view_transfer", case=found.case_reference, subject=transfer_id, reading=True)
    return page(
        request,
        "transfer.html",
        status_code=422 if faults else 200,
        transfer=found,
        state=STATES[state],
        waits=state in ("sent", "remind"),
        link=_link(request, tx, found) if state in ("sent", "remind") else "",
        values=values or {},
        faults=faults,
        panel_name=site_of(request).settings.panel_name,
    )


def _link(request: Request, tx: Tx, transfer: CaseTransfer) -> str:
    """Its address, while it works."""
    fresh = tx.at < transfer.expires_at
    return links_to(request, PURPOSE).address(transfer.transfer_id) if fresh else ""


def _child(answers: Answers) -> list[tuple[str, str]]:
    """What another panel needs to know which child it is, and no more."""
    return [
        ("Name", answers.child_name),
        ("Date of birth", written_date(answers.born_on)),
        ("Date of death", written_date(answers.died_on)),
        ("NHS number", formatted(answers.get("child.nhs_number")) or ""),
        ("Area of residence", LOCAL_AUTHORITIES.label(answers.choice("home.local_authority"))),
        ("Notified by", answers.get("notifier.organisation")),
    ]
