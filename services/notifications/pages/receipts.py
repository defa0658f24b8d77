"""What a notifier is given: a reference, a copy, and later whatever the office has to ask."""

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from services.notifications.actions.intake.send_receipt import send_receipt
from services.notifications.domain.intake import questions
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.pages.presenting import answer_groups
from services.notifications.pages.signed_addresses import links_to, whole
from services.notifications.queries import notifications as queries
from services.notifications.queries.documents import documents_of_notifier
from services.notifications.queries.intake import waiting_question
from shared.counted_words import counted
from shared.errors import NotFound
from shared.web import HtmlRouter, Tx, page, redirect, url_for
from shared.web.formats import london
from shared.web.site import site_of

router = HtmlRouter()
RECEIPT_DAYS = 7


def received(request: Request, tx: Tx, reference: str) -> Response:
    """What follows a notification that was sent, on whichever page: its receipt."""
    return redirect(request, "receipt", token=receipt_token(request, reference))


def tell_notifier(request: Request, tx: Tx, notification: ChildDeathNotification) -> None:
    """Send the receipt's link to the address that the notifier gave, if any."""
    token = receipt_token(request, notification.case_reference)
    send_receipt(tx, notification=notification, link=whole(request, "receipt", token))


def receipt_token(request: Request, reference: str) -> str:
    """Opens the receipt of one notification, and nothing else, for RECEIPT_DAYS."""
    return str(_receipts(request).dumps(reference))


@router.get("/notify/received/{token}", name="receipt")
def receipt(request: Request, tx: Tx, token: str) -> Response:
    notification = notification_of_token(request, tx, token)
    asked = waiting_question(tx, notification)
    return page(
        request,
        "receipt.html",
        notification=notification,
        groups=answer_groups(notification.answers),
        copy_link=url_for(request, "receipt_copy", token=token),
        documents_link=url_for(request, "receipt_documents", token=token),
        documents=len(documents_of_notifier(tx, notification.case_reference)),
        documents_taken=site_of(request).settings.sealing_keys is not None,
        question_link=links_to(request, questions.PURPOSE).address(asked.question_id) if asked else "",
        days=RECEIPT_DAYS,
    )


@router.get("/notify/received/{token}/copy", name="receipt_copy")
def receipt_copy(request: Request, tx: Tx, token: str) -> Response:
    """The notifier's copy as a text file, named by the reference alone."""
    notification = notification_of_token(request, tx, token)
    name = f'attachment; filename="{notification.case_reference}.txt"'
    return PlainTextResponse(as_text(notification), headers={"Content-Disposition": name})


def notification_of_token(request: Request, tx: Tx, token: str) -> ChildDeathNotification:
    """The notification a receipt's link is for; reading it is audited. Raises NotFound when it is too old."""
    try:
        reference = _receipts(request).loads(token, max_age=RECEIPT_DAYS * 24 * 3600)
    except BadSignature:
        raise NotFound(
            f"A receipt can be read for {counted(RECEIPT_DAYS, 'day')}. Ask the office for a copy."
        ) from None
    tx.hold_link("notification", reference)
    tx.audit("view_receipt", case=reference, reading=True)
    return queries.notification_of_receipt(tx, reference)


def _receipts(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(site_of(request).settings.secret_key.get_secret_value(), salt="receipt")


def as_text(notification: ChildDeathNotification) -> str:
    lines = [
        f"Child death notification {notification.case_reference}",
        f"Received {london(notification.notified_at)}",
        "Confidential. Keep this copy as you keep a patient's record.",
    ]
    for group in answer_groups(notification.answers):
        lines += ["", group.title.upper()]
        lines += [f"{label}: {value or 'not given'}" for label, value in group.rows]
    return "\n".join(lines) + "\n"
