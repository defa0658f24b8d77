"""Somebody tells the office that a child has died."""

from services.notifications.actions.identity.recognise_child import recognise_child
from services.notifications.actions.intake.take_reference import take_reference
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.notification import ChildDeathNotification
from shared.people import Permission, check
from shared.storage import Transaction


def submit_notification(
    tx: Transaction,
    *,
    answers: Answers,
    panel_code: str,
    channel: str = "form",
    link_id: str | None = None,
) -> ChildDeathNotification:
    """Store a notification under a new case reference. It waits in the triage inbox.

    ``answers`` come from ``read_form``; ``channel`` is "form", "link" (whose ``link_id`` is kept
    with it), "api" or "import".
    """
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    notified_at = answers.times.notified.earliest or tx.at
    notification = ChildDeathNotification(
        take_reference(tx, panel_code, notified_at), answers, notified_at, tx.at, tx.person.id, channel
    )
    tx.session.add(notification)
    tx.session.flush()
    recognise_child(tx, reference=notification.case_reference, identity=answers.identity)
    tx.audit("submit_notification", case=notification.case_reference, detail=_through(channel, link_id))
    return notification


def _through(channel: str, link_id: str | None) -> dict[str, str]:
    return {"channel": channel} | ({"link": link_id} if link_id else {})
