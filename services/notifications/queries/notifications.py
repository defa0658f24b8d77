"""Reads of this service, each starting from who is looking."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, func, literal, or_, select

from services.notifications.domain.gathering.requests import ReportingFormRequest
from services.notifications.domain.identity.nhs_numbers import plain_digits
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.queries.disposals import is_disposed
from services.notifications.tables.gathering import reporting_form_request
from services.notifications.tables.notification import child_identity, idempotency_key, notification
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

MOST_FOUND = 50
SHOWN_AS_SETTLED = 20
_OPEN = (Status.RECEIVED, Status.RETURNED)
_SETTLED = (Status.MERGED, Status.OUT_OF_SCOPE, Status.TRANSFERRED)


def notification_of(tx: Transaction, reference: str) -> ChildDeathNotification:
    """One notification, for those who may see identifiable cases. NotFound if there is none."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return _one(tx, reference)


def notification_of_receipt(tx: Transaction, reference: str) -> ChildDeathNotification:
    """One notification, for whoever holds its receipt: the signed link is the permission."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    return _one(tx, reference)


def notification_to_change(tx: Transaction, reference: str) -> ChildDeathNotification:
    """One notification, locked until the transaction ends, for those who decide about it."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    return _one(tx, reference, locked=True)


def notifications_of(tx: Transaction, references: Sequence[str]) -> dict[str, ChildDeathNotification]:
    """Several notifications by their reference."""
    query = _visible(tx).where(notification.c.case_reference.in_(references))
    return {each.case_reference: each for each in tx.session.scalars(query).all()}


def inbox(tx: Transaction) -> list[ChildDeathNotification]:
    """What waits for a decision, the oldest first."""
    query = _visible(tx).where(notification.c.status.in_(_OPEN)).order_by(notification.c.notified_at)
    return list(tx.session.scalars(query))


def lately_settled(tx: Transaction) -> list[ChildDeathNotification]:
    """The latest notifications that did not become a case, so that a decision can be taken back."""
    query = _visible(tx).where(notification.c.status.in_(_SETTLED))
    return list(
        tx.session.scalars(query.order_by(notification.c.submitted_at.desc()).limit(SHOWN_AS_SETTLED))
    )


def gathering_cases(tx: Transaction) -> list[ChildDeathNotification]:
    """Accepted cases, the oldest first."""
    query = _visible(tx).where(notification.c.status == Status.ACCEPTED)
    return list(tx.session.scalars(query.order_by(notification.c.notified_at)))


def merged_into(tx: Transaction, reference: str) -> list[str]:
    """References of the notifications that were merged into this one."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return list(
        tx.session.scalars(
            select(notification.c.case_reference).where(notification.c.merged_into == reference)
        )
    )


def requests_of(tx: Transaction, references: Sequence[str]) -> dict[str, list[ReportingFormRequest]]:
    """The requests for reporting forms of several cases, by case reference."""
    check(tx.person, Permission.GATHER_INFORMATION)
    found: dict[str, list[ReportingFormRequest]] = {reference: [] for reference in references}
    query = select(ReportingFormRequest).where(reporting_form_request.c.case_reference.in_(references))
    for each in tx.session.scalars(query):
        found[each.case_reference].append(each)
    return found


def answered_before(tx: Transaction, key: str) -> tuple[str, dict[str, Any]]:
    """The hash of the body and the answer of an idempotency key that this person sent before."""
    mine = (idempotency_key.c.person_id == tx.person.id, idempotency_key.c.key == key)
    row = tx.session.execute(select(idempotency_key.c.body_hash, idempotency_key.c.answer).where(*mine)).one()
    return row.body_hash, row.answer


def search(tx: Transaction, wanted: str) -> list[ChildDeathNotification]:
    """Notifications by case reference, NHS number or any part of a name; at most MOST_FOUND."""
    digits, like = plain_digits(wanted), f"%{_escaped(wanted.strip())}%"
    names = func.concat_ws(" ", child_identity.c.given_names, child_identity.c.family_name)
    matches = or_(
        notification.c.case_reference.ilike(like),
        names.ilike(like),
        child_identity.c.nhs_number == digits,
    )
    query = _visible(tx).join(child_identity).where(matches).order_by(notification.c.notified_at.desc())
    return list(tx.session.scalars(query.limit(MOST_FOUND)))


def _visible(tx: Transaction) -> Select[ChildDeathNotification]:
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return select(ChildDeathNotification).where(~is_disposed(notification.c.case_reference))


def _one(tx: Transaction, reference: str, *, locked: bool = False) -> ChildDeathNotification:
    query = select(ChildDeathNotification).where(notification.c.case_reference == reference)
    found = tx.session.scalar(query.with_for_update() if locked else query)
    if found is None or tx.session.scalar(select(is_disposed(literal(reference)))):
        raise NotFound("There is no notification with this reference, or its record was disposed of.")
    return found


def _escaped(text: str) -> str:
    """The text with LIKE's own signs taken literally."""
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
