"""The public form: anybody can notify a death, without an account, and gets a reference and a copy."""

import hashlib
import json
from secrets import token_urlsafe
from typing import Any

from fastapi import Request, Response
from fastapi.responses import PlainTextResponse
from itsdangerous import BadSignature, URLSafeTimedSerializer

from services.notifications.actions.intake.answer_once import answer_once
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.clocks.moments import SPECIMEN
from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.pages.posted_answers import PARENT_ROWS, PROFESSIONAL_ROWS, Given, given_from
from services.notifications.pages.presenting import answer_groups
from services.notifications.queries import notifications as queries
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, PostedForm, PostedToShowAgain, Tx, page, redirect, url_for
from shared.web.formats import london
from shared.web.site import site_of

router = HtmlRouter()
RECEIPT_DAYS = 7
# Until a time is typed nobody can be late: the page's time of notification is the moment it is sent.
_NOT_ON_THE_PAGE = {"notified_at": "death.died_at"}
_FUTURE = "When did the child die: this is in the future"


@router.get("/notify", name="notify")
def form(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    return _form_page(request, {})


@router.post("/notify", name="send_notification")
def send(request: Request, tx: Tx, posted: PostedToShowAgain) -> Response:
    """Store it and show the receipt; with faults, or sent too late to be trusted, the form again as typed."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    if posted.expired:
        return _form_page(request, posted, expired=True)
    given = given_from(posted) | {"notified_at": tx.at.isoformat()}
    try:
        reference = _stored_once(request, tx, posted, given)
    except Invalid as invalid:
        return _form_page(request, posted, faults=[_on_the_page(fault) for fault in invalid.faults])
    return redirect(request, "receipt", token=_receipts(request).dumps(reference))


@router.get("/notify/received/{token}", name="receipt")
def receipt(request: Request, tx: Tx, token: str) -> Response:
    notification = _of_receipt(request, tx, token)
    link = url_for(request, "receipt_copy", token=token)
    groups = answer_groups(notification.answers)
    return page(
        request, "receipt.html", notification=notification, groups=groups, copy_link=link, days=RECEIPT_DAYS
    )


@router.get("/notify/received/{token}/copy", name="receipt_copy")
def receipt_copy(request: Request, tx: Tx, token: str) -> Response:
    """The notifier's copy as a text file, named by the reference alone."""
    notification = _of_receipt(request, tx, token)
    name = f'attachment; filename="{notification.case_reference}.txt"'
    return PlainTextResponse(_as_text(notification), headers={"Content-Disposition": name})


def _stored_once(request: Request, tx: Tx, posted: PostedForm, given: Given) -> str:
    """Sending the same answers twice is one notification; changed answers are another."""
    settings = site_of(request).settings
    answers = read_form(given, now=tx.at, demonstration=settings.demo)
    body: dict[str, Any] = {name: value for name, value in given.items() if name != "notified_at"}
    typed = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    key = f"form:{posted.text('submission')[:80]}:{typed}"

    def do() -> dict[str, Any]:
        stored = submit_notification(tx, answers=answers, panel_code=settings.panel_code)
        return {"case_reference": stored.case_reference}

    return str(answer_once(tx, key=key, body=body, do=do)["case_reference"])


def _form_page(
    request: Request,
    values: PostedForm | dict[str, str],
    faults: list[Fault] | None = None,
    expired: bool = False,
) -> Response:
    return page(
        request,
        "notify.html",
        status_code=422 if faults or expired else 200,
        form=notification_form(),
        professional_rows=PROFESSIONAL_ROWS,
        parent_rows=PARENT_ROWS,
        values=values,
        faults=faults or [],
        expired=expired,
        submission=values.get("submission") or token_urlsafe(16),
        has_answer=lambda prefix: _has_answer(values, prefix) or _has_fault(faults, prefix),
        active="notify",
    )


def _has_answer(values: PostedForm | dict[str, str], prefix: str) -> bool:
    """Whether something was typed in a field, so that a folded part is shown open."""
    fixed = (".role", ".sector")
    return any(
        name.startswith(prefix) and value and not name.endswith(fixed) for name, value in values.items()
    )


def _has_fault(faults: list[Fault] | None, prefix: str) -> bool:
    return any(fault.field.startswith(prefix) for fault in faults or ())


def _on_the_page(fault: Fault) -> Fault:
    """The fault at its field, with the boxes of the page in place of a program's way to write a moment."""
    in_boxes = "day, month and year in numbers, and a time from 00:00 to 23:59, or no time"
    message = _FUTURE if fault.field in _NOT_ON_THE_PAGE else fault.message.replace(SPECIMEN, in_boxes)
    return Fault(_NOT_ON_THE_PAGE.get(fault.field, fault.field), message)


def _receipts(request: Request) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(site_of(request).settings.secret_key.get_secret_value(), salt="receipt")


def _of_receipt(request: Request, tx: Tx, token: str) -> ChildDeathNotification:
    """The notification a receipt's link is for; reading it is audited. Raises NotFound when it is too old."""
    try:
        reference = _receipts(request).loads(token, max_age=RECEIPT_DAYS * 24 * 3600)
    except BadSignature:
        raise NotFound(f"A receipt can be read for {RECEIPT_DAYS} days. Ask the office for a copy.") from None
    tx.audit("view_receipt", case=reference, reading=True)
    return queries.notification_of_receipt(tx, reference)


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
