"""The office takes somebody off the list of a meeting."""

from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_invitation(tx: Transaction, *, meeting_id: str, person_id: str) -> None:
    """Remove a seat for which nothing is on the register; with it go the person's bundles of this meeting."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.uninvite(person_id)
    tx.audit("withdraw_invitation", subject=meeting.id, detail={"person": person_id})
