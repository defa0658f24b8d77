"""The chair or the office closes the meeting; each case not signed off was discussed, or was not reached."""

from collections.abc import Collection

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.queries.cases import case_for_change
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def close_meeting(tx: Transaction, *, meeting_id: str, discussed: Collection[str] = ()) -> None:
    """Close. Cases still listed become discussed if their reference is in ``discussed``, else deferred."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.move_to(MeetingStatus.CLOSED)
    keep_step(tx, meeting, "closed")
    for item in meeting.agenda:
        case = case_for_change(tx, item.case_reference)
        if case.status is CaseStatus.LISTED:
            step = CaseStatus.REVIEWED if case.reference in discussed else CaseStatus.DEFERRED
            case.move_to(step, by=tx.person.id, at=tx.at, reason=_REASONS[step])
            detail = {"to": step.value}
            tx.audit("close_meeting", case=case.reference, subject=meeting.id, detail=detail)
    tx.audit("close_meeting", subject=meeting.id, detail={"register": meeting.tally_in_words})


_REASONS = {
    CaseStatus.REVIEWED: "Discussed, sign-off to follow",
    CaseStatus.DEFERRED: "Not reached at the meeting",
}
