"""What a notifier is given: a reference, a copy, and later whatever the office has to ask."""

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.pages.presenting import answer_groups
from services.notifications.queries import notifications as queries
from shared.errors import NotFound
from shared.web import HtmlRouter, Tx, page, redirect, url_for
from shared.web.formats import london
from shared.web.site import site_of

router = HtmlRouter()
RECEIPT_DAYS = 7


def received(request: Request, tx: Tx, reference: str) -> Response:
    """What follows a notification that was sent, on whichever page: its receipt."""
    return redirect(request, "receipt", token=receipt_token(request, reference))


def receipt_token(request: Request, reference: str) -> str:
    """Opens the receipt of one notification, and nothing else, for RECEIPT_DAYS."""
    return str(_receipts(request).dumps(reference))


@router.get("/notify/received/{token}", name="receipt")
def receipt(request: Request, tx: Tx, token: str) -> Response:
    notification = notification_of_token(request, tx, token)
    link = url_for(request, "receipt_copy", token=token)
    groups = answer_groups(notification.answers)
    return page(
        request, "receipt.html", notification=notification, groups=groups, copy_link=link, days=RECEIPT_DAYS
    )


@router.get("/notify/received/{token}/copy", name="receipt_copy")
def receipt_copy(request: Request, tx: Tx, token: str) -> Response:
    """The notifier's copy as a text file, named by the reference alone."""
    notification = notification_of_token(request, tx, token)
    name = f'attachment; filename="{notification.case_reference}.txt"'
    return PlainTextResponse(_as_text(notification), headers={"Content-Disposition": name})


def notification_of_token(request: Request, tx: Tx, token: str) -> ChildDeathNotification:
    """The notification a receipt's link is for; reading it is audited. Raises NotFound when it is too old."""
    try:
        reference = _receipts(request).loads(token, max_age=RECEIPT_DAYS * 24 * 3600)
    except BadSignature:
        raise NotFound(f"A receipt can be read for {RECEIPT_DAYS} days. Ask the office for a copy.") from None
    tx.audit("view_receipt", case=reference, reading=True)
    return queries.notification_of_receipt(tx, reference)


def _receipts(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(site_of(request).settings.secret_key.get_secret_value(), salt="receipt")


def _as_text(notification: ChildDeathNotification) -> str:
    lines = [
        f"Child death notification {notification.case_reference}",
        f"Received {london(notification.notified_at)}",
        "Confidential. Keep this copy as you keep a patient's record.",
    ]
    for group in answer_groups(notification.answers):
        lines += ["", group.title.upper()]
        lines += [f"{label}: {value or 'not given'}" for label, value in group.rows]
    return "\n".join(lines) + "\n"
