"""A text about a case is kept for a person to look at before the panel may see it."""

from services.notifications.actions.material.keep_case_text import CaseText, keep_case_text
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.material.case_material import CaseMaterial
from services.notifications.domain.material.deidentify import deidentified
from services.notifications.domain.notification import ChildDeathNotification
from services.notifications.queries.gathering import notification_material
from shared.storage import Transaction


def prepare_case_material(tx: Transaction, *, notification: ChildDeathNotification) -> CaseMaterial | None:
    """The notification's own account of the circumstances, once; None where there is no account."""
    text = circumstances(notification)
    existing = notification_material(tx, notification.case_reference)
    if existing or not text:
        return existing
    kept = CaseText(
        case=notification.case_reference,
        kind="notification",
        title="Notification: circumstances of the death",
        role=deidentified(notification.answers).notifier_role,
        original=text,
        made_from="notification",
        received_on=notification.notified_at.astimezone(LONDON).date(),
    )
    return keep_case_text(tx, text=kept)


def circumstances(notification: ChildDeathNotification) -> str:
    """The free text of the notification that helps the panel: what happened, and what is under way."""
    parts = {
        "": notification.answers.get("circumstances"),
        "Other reviews under way": notification.answers.get("other_reviews"),
        "Actions already taken": notification.answers.get("actions_taken"),
    }
    return "\n\n".join(f"{title}: {text}" if title else text for title, text in parts.items() if text)
