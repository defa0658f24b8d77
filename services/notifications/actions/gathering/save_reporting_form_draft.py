"""A responder saves what is written so far, to go on later with the same link."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain.forms.reporting_form import REPORTING_FORM
from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.queries.gathering import opened_by_link
from services.notifications.tables.gathering import reporting_form_draft
from shared.people import Permission, check
from shared.storage import Transaction


def save_reporting_form_draft(
    tx: Transaction, *, key: str, token: str, given: Mapping[str, Any]
) -> ReportingFormRequest:
    """Keep `given` as it is, faults and all: it is checked when the form is sent."""
    check(tx.person, Permission.ANSWER_REQUEST)
    _, request = opened_by_link(tx, key=key, token=token, lock=True)
    typed = {name: text for name, text in given.items() if text}
    kept = {"given": typed, "saved_at": tx.at, "form_version": REPORTING_FORM.version}
    saving = insert(reporting_form_draft).values(request_id=request.request_id, **kept)
    tx.session.execute(saving.on_conflict_do_update(index_elements=["request_id"], set_=kept))
    tx.audit("save_reporting_form_draft", case=request.case_reference, subject=request.request_id)
    return request
