"""Take a merge back: the notification is again what it was before, and so is the case it was merged into."""

from services.notifications.actions.clocks.judge_clocks import judge_again
from services.notifications.domain.notification import Status
from services.notifications.domain.refusals import NotMerged
from services.notifications.queries import identity, notifications
from services.notifications.tables.identity import notification_merge
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def undo_merge(tx: Transaction, *, reference: str, reason: str) -> None:
    """Undo the merge of ``reference``. What had been merged into it before stays merged into it."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    if not reason.strip():
        raise Invalid([Fault("undo_reason", "Write why the decision is taken back")])
    notification = notifications.notification_to_change(tx, reference)
    if notification.status is not Status.MERGED:
        raise NotMerged()
    kept = notifications.notification_to_change(tx, notification.merged_into)
    notification.reopen(by=tx.person.name, at=tx.at, reason=reason)
    tx.session.flush()
    _log(tx, reference, reason.strip())
    if kept.status is Status.ACCEPTED:
        judge_again(tx, case=kept.case_reference, because=f"The merge of {reference} was taken back")
    tx.audit("undo_merge", case=reference, detail={"from": kept.case_reference})
    tx.audit("undo_merge", case=kept.case_reference, detail={"merged": reference})


def _log(tx: Transaction, reference: str, reason: str) -> None:
    """A merge from before merges were logged has no row: the notification's own history says it."""
    merge = identity.merge_to_undo(tx, reference)
    if merge is not None:
        undone = {"undone_at": tx.at, "undone_by": tx.person.name, "undone_reason": reason}
        rows = notification_merge.c.merge_id == merge.merge_id
        tx.session.execute(notification_merge.update().where(rows).values(undone))
