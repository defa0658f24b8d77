"""A return that cannot be used is asked for again. What came is kept, and fills the form that is reopened."""

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.keep_step import keep_step
from services.notifications.actions.gathering.request_reporting_forms import publish_requested
from services.notifications.actions.gathering.write_to_source import Links, usable_token, write_to_source
from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.gathering.given_again import given_again
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.queries.forms import returns_of
from services.notifications.queries.gathering import request_to_change
from services.notifications.tables.gathering import (
    earlier_return,
    reporting_form_draft,
    reporting_form_return,
)
from shared.people import Permission, check
from shared.storage import Transaction


def send_back_return(
    tx: Transaction, *, request_id: str, reason: str, key: str, address: str = ""
) -> ReportingFormRequest:
    """Raises Invalid without a reason, RequestTransitionRefused unless a form had come."""
    check(tx.person, Permission.GATHER_INFORMATION)
    request = request_to_change(tx, request_id)
    request.send_back(reason=reason, on=today(tx))
    _set_aside(tx, request)
    keep_step(tx, request)
    usable_token(tx, request, key=key)
    tx.session.flush()
    write_to_source(tx, request, kind="asked_again", links=Links(key, address))
    publish_requested(tx, request)
    note_change(tx, case=request.case_reference)
    tx.audit("send_back_return", case=request.case_reference, subject=request_id)
    return request


def _set_aside(tx: Transaction, request: ReportingFormRequest) -> None:
    """The return moves to those that were not used, and becomes the draft of the next."""
    row, returned = next(
        one for one in returns_of(tx, request.case_reference) if one[0]["request_id"] == request.request_id
    )
    kept = {column.name: row[column.name] for column in reporting_form_return.c}
    tx.session.execute(earlier_return.insert().values(**kept, set_aside_at=tx.at, reason=request.reason))
    own = reporting_form_return.c.request_id == request.request_id
    tx.session.execute(reporting_form_return.delete().where(own))
    draft = {"given": given_again(returned), "saved_at": tx.at, "form_version": returned.form_version}
    tx.session.execute(reporting_form_draft.insert().values(request_id=request.request_id, **draft))
