"""Somebody who is notifying a death saves what is typed so far, to go on later without an account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain.forms.drafts import NotificationDraft, draft_of
from services.notifications.tables.forms import notification_draft
from shared.people import Permission, check
from shared.storage import Transaction


def save_notification_draft(tx: Transaction, *, draft_id: str, given: Mapping[str, Any]) -> NotificationDraft:
    """Keep ``given`` as it is, faults and all: it is checked when the notification is sent."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    tx.hold_link("draft", draft_id)
    draft = draft_of(draft_id=draft_id, given=given, at=tx.at)
    kept = {name: value for name, value in vars(draft).items() if name != "draft_id"}
    saving = insert(notification_draft).values(draft_id=draft_id, **kept)
    tx.session.execute(saving.on_conflict_do_update(index_elements=["draft_id"], set_=kept))
    tx.audit("save_notification_draft", subject=draft_id)
    return draft
