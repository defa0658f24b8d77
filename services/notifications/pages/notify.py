"""The public form: anybody can notify a death, without an account, and gets a reference and a copy."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from secrets import token_urlsafe
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.forms.remove_notification_draft import remove_notification_draft
from services.notifications.actions.intake.answer_once import answer_once
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.clocks.moments import SPECIMEN
from services.notifications.domain.forms.completeness import SectionCompleteness, completeness
from services.notifications.domain.forms.drafts import KEPT_FOR, draft_id_of_page
from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.reading import read
from services.notifications.pages.gathering import key_of
from services.notifications.pages.notification_drafts import saved_page
from services.notifications.pages.posted_answers import Boxes, Given
from services.notifications.pages.posted_notification import given_from, parent_rows, professional_rows
from services.notifications.pages.receipts import received, tell_notifier
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, PostedForm, PostedToShowAgain, Tx, page, url_for
from shared.web.site import site_of

router = HtmlRouter()
# Until a time is typed nobody can be late: the page's time of notification is the moment it is sent.
_NOT_ON_THE_PAGE = {"notified_at": "death.died_at"}
_FUTURE = "When did the child die: this is in the future"


@router.get("/notify", name="notify")
def form(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    return form_page(request, {}, may_save=True)


@router.post("/notify", name="send_notification")
def send(request: Request, tx: Tx, posted: PostedToShowAgain) -> Response:
    """Store it and show the receipt, or save it for later; with faults, or sent too late to be trusted, the
    form again as typed.
    """
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    if posted.expired:
        return form_page(request, posted, expired=True, may_save=True)
    draft_id = draft_id_of_page(key_of(request), posted.text("submission"))
    if posted.text("do") == "save":
        return saved_page(request, tx, posted, draft_id)
    try:
        reference = stored_once(request, tx, posted)
    except Invalid as invalid:
        return form_page(request, posted, faults=invalid.faults, may_save=True)
    remove_notification_draft(tx, draft_id=draft_id)
    return received(request, tx, reference)


def stored_once(
    request: Request, tx: Tx, posted: PostedForm, *, channel: str = "form", link_id: str | None = None
) -> str:
    """Sending the same answers twice is one notification; changed answers are another. Raises Invalid."""
    settings = site_of(request).settings
    given: Given = given_from(posted) | {"notified_at": tx.at.isoformat()}
    answers = read_form(given, now=tx.at, demonstration=settings.demo)
    body: dict[str, Any] = {name: value for name, value in given.items() if name != "notified_at"}
    typed = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    key = f"form:{posted.text('submission')[:80]}:{typed}"

    def do() -> dict[str, Any]:
        stored = submit_notification(
            tx, answers=answers, panel_code=settings.panel_code, channel=channel, link_id=link_id
        )
        tell_notifier(request, tx, stored)
        return {"case_reference": stored.case_reference}

    return str(answer_once(tx, key=key, body=body, do=do)["case_reference"])


def form_page(
    request: Request,
    values: Boxes,
    *,
    faults: Sequence[Fault] = (),
    expired: bool = False,
    send_to: str = "",
    invited: str = "",
    heading: str = "",
    may_save: bool = False,
    saved_at: datetime | None = None,
    not_sent: str = "",
    correcting: bool = False,
) -> Response:
    """The form. ``send_to``: where it is posted, if not as a public notification; ``invited``: the
    organisation whose link this is; ``may_save``: whether it can be saved there for later; ``not_sent``: why
    what was typed could not be sent from where it came; ``correcting``: it has been sent before.
    """
    return page(
        request,
        "notify.html",
        status_code=422 if faults or expired or not_sent else 200,
        form=notification_form(),
        progress=_progress(values),
        professional_rows=professional_rows(values),
        parent_rows=parent_rows(values),
        values=values,
        faults=[_on_the_page(fault) for fault in faults],
        send_to=send_to or url_for(request, "send_notification"),
        invited=invited,
        heading=heading or "Notify the death of a child",
        expired=expired,
        not_sent=not_sent,
        correcting=correcting,
        may_save=may_save,
        saved_at=saved_at,
        kept_days=KEPT_FOR.days,
        submission=values.get("submission") or token_urlsafe(16),
        has_answer=lambda prefix: _has_answer(values, prefix) or _has_fault(faults, prefix),
        active="notify",
    )


def _progress(values: Boxes) -> tuple[SectionCompleteness, ...]:
    form = notification_form()
    return completeness(form, read(form, given_from(values), demonstration=True).values)


def _has_answer(values: Boxes, prefix: str) -> bool:
    """Whether something was typed in a field, so that a folded part is shown open."""
    fixed = (".role", ".sector")
    return any(
        name.startswith(prefix) and value and not name.endswith(fixed) for name, value in values.items()
    )


def _has_fault(faults: Sequence[Fault], prefix: str) -> bool:
    return any(fault.field.startswith(prefix) for fault in faults)


def _on_the_page(fault: Fault) -> Fault:
    """The fault at its field, with the boxes of the page in place of a program's way to write a moment."""
    in_boxes = "day, month and year in numbers, and a time from 00:00 to 23:59, or no time"
    message = _FUTURE if fault.field in _NOT_ON_THE_PAGE else fault.message.replace(SPECIMEN, in_boxes)
    return Fault(_NOT_ON_THE_PAGE.get(fault.field, fault.field), message)
