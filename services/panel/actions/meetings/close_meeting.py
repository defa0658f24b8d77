"""The chair or the office closes the meeting and says of each case not signed off what becomes of it."""

from collections.abc import Collection

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.actions.meetings.tell_of_meeting import tell_of_meeting
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.meetings.closing import OUTCOMES, REASONS, closing_faults
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.cases import case_for_change
from services.panel.queries.meetings import meeting_for_change
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def close_meeting(
    tx: Transaction,
    *,
    meeting_id: str,
    discussed: Collection[str] = (),
    not_reached: Collection[str] = (),
) -> None:
    """Close. Each case still listed is in one of the two (references), else Invalid names every one that
    is not: what was discussed is never taken for what was not reached."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    meeting.check_step(MeetingStatus.CLOSED)
    with tx.seen_by_the_system():  # also a case in which the chair has an interest: where it stands, no more
        _settle(tx, meeting, discussed, not_reached)
    meeting.move_to(MeetingStatus.CLOSED)
    keep_step(tx, meeting, "closed")
    tell_of_meeting(tx, meeting)
    tx.audit("close_meeting", subject=meeting.id, detail={"register": meeting.tally_in_words})


def _settle(
    tx: Transaction, meeting: PanelMeeting, discussed: Collection[str], not_reached: Collection[str]
) -> None:
    cases = [case_for_change(tx, item.case_reference) for item in meeting.agenda]
    listed = [case for case in cases if case.status is CaseStatus.LISTED]
    if faults := closing_faults([case.reference for case in listed], discussed, not_reached):
        raise Invalid(faults)
    for case in listed:
        step = OUTCOMES["discussed" if case.reference in discussed else "not_reached"]
        case.move_to(step, by=tx.person.id, at=tx.at, reason=REASONS[step])
        detail = {"to": step.value}
        tx.audit("close_meeting", case=case.reference, subject=meeting.id, detail=detail)
