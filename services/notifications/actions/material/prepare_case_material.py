"""A text about a case is kept for a person to look at before the panel may see it."""

from uuid import uuid4

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
    material = CaseMaterial(
        material_id=uuid4().hex,
        case_reference=notification.case_reference,
        source_id="",
        source_role=deidentified(notification.answers).notifier_role,
        kind="notification",
        title="Notification: circumstances of the death",
        original=text,
        received_on=notification.notified_at.astimezone(LONDON).date(),
    )
    tx.session.add(material)
    tx.audit("prepare_case_material", case=notification.case_reference, subject=material.material_id)
    return material


def circumstances(notification: ChildDeathNotification) -> str:
    """The free text of the notification that helps the panel: what happened, and what is under way."""
    parts = {
        "": notification.answers.get("circumstances"),
        "Other reviews under way": notification.answers.get("other_reviews"),
        "Actions already taken": notification.answers.get("actions_taken"),
    }
    return "\n\n".join(f"{title}: {text}" if title else text for title, text in parts.items() if text)
