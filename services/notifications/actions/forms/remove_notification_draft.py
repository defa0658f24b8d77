"""A draft is gone once it was sent, or when nobody has come back to it in time."""

from services.notifications.tables.forms import notification_draft
from shared.people import Permission, check
from shared.storage import Transaction


def remove_notification_draft(tx: Transaction, *, draft_id: str) -> None:
    """It was sent, or its writer does not want it any more. One that is not there is gone already."""
    check(tx.person, Permission.SUBMIT_NOTIFICATION)
    tx.hold_link("draft", draft_id)
    mine = notification_draft.delete().where(notification_draft.c.draft_id == draft_id)
    if tx.session.execute(mine.returning(notification_draft.c.draft_id)).first():
        tx.audit("remove_notification_draft", subject=draft_id)


def remove_expired_drafts(tx: Transaction) -> bool:
    """Work of the background: True if there were any."""
    expired = notification_draft.delete().where(notification_draft.c.expires_at <= tx.at)
    removed = tx.session.execute(expired.returning(notification_draft.c.draft_id)).all()
    for row in removed:
        tx.audit("remove_expired_draft", subject=row.draft_id)
    return bool(removed)
