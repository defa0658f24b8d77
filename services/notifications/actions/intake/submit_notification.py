"""Somebody tells the office that a child has died."""

from collections.abc import Sequence

from services.notifications.actions.identity.recognise_child import recognise_new_children
from services.notifications.actions.intake.take_reference import take_references
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
    (kept,) = submit_notifications(
        tx, answers=[answers], panel_code=panel_code, channel=channel, link_id=link_id
    )
    return kept


def submit_notifications(
    tx: Transaction,
    *,
    answers: Sequence[Answers],
    panel_code: str,
    channel: str = "form",
    link_id: str | None = None,
) -> list[ChildDeathNotification]:
    """Each stored as by ``submit_notification``, in their order; together they are far quicker."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    told = [each.times.notified.earliest or tx.at for each in answers]
    references = take_references(tx, panel_code, told)
    by = (tx.at, tx.person.id, channel)
    kept = [ChildDeathNotification(*each, *by) for each in zip(references, answers, told, strict=True)]
    if len(references) == 1:  # who has no account sees what they have just sent
        tx.hold_link("notification", references[0])
    tx.session.add_all(kept)
    tx.session.flush()
    identities = {reference: each.identity for reference, each in zip(references, answers, strict=True)}
    with tx.seen_by_the_system():  # compared with every other child, whom the notifier does not see
        recognise_new_children(tx, identities)
    tx.audit_each("submit_notification", cases=references, detail=_through(channel, link_id))
    return kept


def _through(channel: str, link_id: str | None) -> dict[str, str]:
    return {"channel": channel} | ({"link": link_id} if link_id else {})
