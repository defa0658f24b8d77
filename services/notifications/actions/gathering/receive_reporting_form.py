"""An agency returns its reporting form through its own link, which can be used once."""

from collections.abc import Mapping
from typing import Any

from services.notifications.actions.forms.keep_supplementary_returns import keep_supplementary_returns
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.material.keep_case_text import CaseText, keep_case_text
from services.notifications.actions.projection.note_change import note_change
from services.notifications.domain.forms.agency_forms import read_everything
from services.notifications.domain.forms.reporting_form import Return
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.domain.material.case_material import supplementary_texts, text_of
from services.notifications.queries.gathering import notification_of_request, opened_by_link
from services.notifications.tables.gathering import reporting_form_draft, reporting_form_return
from shared.contracts import ReportingFormReceived
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.storage import Transaction


def receive_reporting_form(
    tx: Transaction, *, key: str, token: str, given: Mapping[str, Any]
) -> ReportingFormRequest:
    """Store the return, close the request and the link, and keep its text for confirmation.

    ``given``: the reporting form, and the supplementary forms it and the notification ask for, by question.
    Raises LinkNotValid, or Invalid naming every fault.
    """
    check(tx.person, Permission.ANSWER_REQUEST)
    link, request = opened_by_link(tx, key=key, token=token, lock=True)
    notification = notification_of_request(tx, request.case_reference)
    returned = read_everything(notification.answers, given)
    request.receive(on=today(tx))
    link.used_at = tx.at
    _keep(tx, request, returned)
    publish_received(tx, request, "returned")
    note_change(tx, case=request.case_reference)
    tx.audit("receive_reporting_form", case=request.case_reference, subject=request.request_id)
    return request


def publish_received(tx: Transaction, request: ReportingFormRequest, outcome: str) -> None:
    """Tell the panel that a source has answered."""
    tx.publish(
        ReportingFormReceived(
            case_reference=request.case_reference,
            source_id=request.source_id,
            outcome=outcome,
            received_on=today(tx),
        )
    )


def _keep(tx: Transaction, request: ReportingFormRequest, returned: Return) -> None:
    tx.session.execute(
        reporting_form_return.insert().values(
            request_id=request.request_id,
            received_at=tx.at,
            form_name=returned.form_name,
            form_version=returned.form_version,
            answers=returned.answers,
            narratives=returned.narratives,
            not_held=sorted(returned.not_held),
        )
    )
    keep_supplementary_returns(tx, request_id=request.request_id, returns=returned.supplementary)
    drafts = reporting_form_draft
    tx.session.execute(drafts.delete().where(drafts.c.request_id == request.request_id))
    _keep_texts(tx, request, returned)


def _keep_texts(tx: Transaction, request: ReportingFormRequest, returned: Return) -> None:
    """The return's own text, and each supplementary form as a document beside it."""
    title = f"Reporting form: {ROLES.label(request.role).lower()}"
    made_from = f"return {request.request_id}"
    texts = [("reporting_form", title, text_of(returned), made_from)] + [
        ("supplementary_form", title, text, f"{made_from} {form}")
        for form, title, text in supplementary_texts(returned)
    ]
    for kind, title, text, made_from in texts:
        if text:
            kept = CaseText(
                request.case_reference, kind, title, request.role, text, made_from, request.source_id
            )
            keep_case_text(tx, text=kept)
