"""Reads of drafts, of returned forms and of what was told later. Each starts from who is looking."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from services.notifications.domain.forms.drafts import DraftNotFound, NotificationDraft, draft_id_of
from services.notifications.domain.forms.reporting_form import Return
from services.notifications.tables.forms import (
    follow_up_answer,
    notification_draft,
    supplementary_form_return,
)
from services.notifications.tables.gathering import reporting_form_request, reporting_form_return
from shared.people import Permission, check
from shared.storage import Transaction

Row = Mapping[str, Any]


def draft_behind(tx: Transaction, *, key: str, token: str) -> NotificationDraft:
    """The draft a secret link opens: the link is the permission. Raises DraftNotFound."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    draft_id = draft_id_of(key, token)
    tx.hold_link("draft", draft_id)
    wanted = select(notification_draft).where(notification_draft.c.draft_id == draft_id)
    row = tx.session.execute(wanted).mappings().first()
    if row is None or row["expires_at"] <= tx.at:
        raise DraftNotFound()
    return NotificationDraft(**row)


def follow_up_answers(tx: Transaction, case_reference: str) -> list[Row]:
    """What was told to the office after the notification, the latest first."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    wanted = select(follow_up_answer).where(follow_up_answer.c.case_reference == case_reference)
    return [*tx.session.execute(wanted.order_by(follow_up_answer.c.answer_id.desc())).mappings()]


def returns_of(tx: Transaction, case_reference: str) -> list[tuple[Row, Return]]:
    """Every return of a case with its supplementary forms, the oldest first: (request, return)."""
    check(tx.person, Permission.GATHER_INFORMATION)
    asked = reporting_form_request.c
    wanted = (
        select(reporting_form_return, asked.role, asked.sector, asked.organisation)
        .join(
            reporting_form_request,
            reporting_form_request.c.request_id == reporting_form_return.c.request_id,
        )
        .where(reporting_form_request.c.case_reference == case_reference)
    )
    found = tx.session.execute(wanted.order_by(reporting_form_return.c.received_at))
    rows: list[Row] = [dict(row) for row in found.mappings()]
    more = _supplementary(tx, [row["request_id"] for row in rows])
    return [(row, _return(row, more.get(row["request_id"], ()))) for row in rows]


def _supplementary(tx: Transaction, request_ids: Sequence[str]) -> dict[str, tuple[Return, ...]]:
    """The latest return of each supplementary form, by request."""
    table = supplementary_form_return
    wanted = select(table).where(table.c.request_id.in_(request_ids)).order_by(table.c.return_id)
    found: dict[str, dict[str, Return]] = {}
    for row in tx.session.execute(wanted).mappings():
        found.setdefault(row["request_id"], {})[row["form_name"]] = _return(dict(row))
    return {request_id: tuple(forms.values()) for request_id, forms in found.items()}


def _return(row: Row, supplementary: tuple[Return, ...] = ()) -> Return:
    return Return(
        row["form_name"],
        row["form_version"],
        row["answers"],
        row["narratives"],
        frozenset(row["not_held"]),
        supplementary,
        row.get("asked_for", True),
    )
