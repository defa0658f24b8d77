"""JSON for partner systems: notify a death, and read back what was notified."""

from typing import Annotated, Any

from fastapi import Body, Header, Request

from services.notifications.actions.intake.answer_once import answer_once
from services.notifications.actions.intake.submit_notification import submit_notification
from services.notifications.domain.forms.form_schema import json_schema, payload_schema
from services.notifications.domain.forms.library import every, form
from services.notifications.domain.forms.notification_form import read_form
from services.notifications.domain.forms.sent_payload import flat
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.queries import notifications as queries
from services.notifications.timeliness import clock_answer
from shared.errors import NotSignedIn
from shared.people import ANONYMOUS, Permission, check
from shared.web import ApiRouter, Tx, url_for
from shared.web.site import site_of

router = ApiRouter(tags=["notifications"])
Payload = Annotated[dict[str, Any], Body()]
IdempotencyKey = Annotated[str | None, Header(alias="Idempotency-Key", min_length=1, max_length=200)]
_DESCRIBED = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": payload_schema()}}}
}


@router.post(
    "/notifications",
    status_code=201,
    summary="Notify a death",
    name="api_notify",
    openapi_extra=_DESCRIBED,
)
def notify(
    request: Request, tx: Tx, payload: Payload, idempotency_key: IdempotencyKey = None
) -> dict[str, Any]:
    """Every field the form requires is sent, or null or "not_known". Every fault is named at once.

    With an ``Idempotency-Key`` the call can be repeated: it is answered the same, and is one notification.
    Fields that the form does not have are kept with the notification and named in ``not_understood``.
    """
    if tx.person == ANONYMOUS:
        raise NotSignedIn("Send a bearer token; without one, use the page for notifying a death.")
    check(tx.person, Permission.SUBMIT_NOTIFICATION)  # Before a fault is named to whom it does not concern.
    if idempotency_key is None:
        return _submit(request, tx, payload)
    return answer_once(tx, key=idempotency_key, body=payload, do=lambda: _submit(request, tx, payload))


@router.get("/forms", summary="Every form, with its versions")
def forms(request: Request) -> list[dict[str, str]]:
    """Forms hold nobody's data: they can be read without an account. The newest version is in force."""
    return [
        {
            "name": each.name,
            "id": each.id,
            "version": each.version,
            "in_force_from": each.in_force_from.isoformat(),
            "source": each.source,
            "schema": url_for(request, "form_schema", form_name=each.id, version=each.version),
        }
        for each in every()
    ]


@router.get("/forms/{form_name}/{version}", summary="A form as JSON Schema", name="form_schema")
def form_schema(form_name: str, version: str) -> dict[str, Any]:
    """By its id or its name. Old versions stay, so that old answers can be read."""
    return json_schema(form(form_name, version))


@router.get("/notifications/{case_reference}", summary="Read a notification")
def notification(tx: Tx, case_reference: str) -> dict[str, Any]:
    """The notification as it was given, for the panel's office. Reading it is audited."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    found = queries.notification_of(tx, case_reference)
    tx.audit("view_notification", case=found.case_reference, reading=True)
    given_in = {"name": found.answers.form_name, "version": found.answers.form_version}
    return _receipt(found) | {"form": given_in, "answers": found.answers.values, **found.answers.groups}


def _submit(request: Request, tx: Tx, payload: dict[str, Any]) -> dict[str, Any]:
    settings = site_of(request).settings
    answers = read_form(flat(payload), now=tx.at, demonstration=settings.demo)
    return _receipt(submit_notification(tx, answers=answers, panel_code=settings.panel_code, channel="api"))


def _receipt(notification: ChildDeathNotification) -> dict[str, Any]:
    judged = notification.timeliness
    return {
        "case_reference": notification.case_reference,
        "status": notification.status.value,
        "notified_at": notification.notified_at.isoformat(),
        "timeliness": {each.clock.id: clock_answer(each) for each in judged},
        "working": {each.clock.id: [list(step) for step in each.working] for each in judged},
        "scope": {"answer": notification.scope.answer.value, "rule": notification.scope.rule.id},
        "not_understood": sorted(notification.answers.not_understood),
    }
