"""What follows from a meeting of a joint agency response: clocks end, and its minutes become material."""

from services.notifications.actions.clocks.record_milestone import record_milestone
from services.notifications.actions.material.keep_case_text import CaseText, keep_case_text
from services.notifications.domain.clocks.refusals import MilestoneAlreadyRecorded
from services.notifications.domain.joint_agency.response import JointAgencyMeeting, MeetingKind
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.queries.joint_agency import meetings_of
from shared.errors import Fault, Invalid
from shared.storage import Transaction

SOURCE = "joint_agency_response"
MATERIAL_TITLE = "Child death review meeting, held as the final joint agency meeting"


def carry_meeting_on(
    tx: Transaction, *, notification: ChildDeathNotification, meeting: JointAgencyMeeting
) -> None:
    """Record the milestone that the meeting is. Minutes go on once there is a case, and so a panel.

    Invalid with a fault on ``held_on`` where the day contradicts what is recorded.
    """
    if meeting.kind == MeetingKind.INITIAL:
        _milestone(tx, meeting, "initial_joint_agency_meeting_held")
    if meeting.is_review_meeting:
        _milestone(tx, meeting, "child_death_review_meeting_held")
        if notification.status is Status.ACCEPTED:
            _hand_minutes_on(tx, meeting)


def carry_meetings_on(tx: Transaction, *, notification: ChildDeathNotification) -> None:
    """A case has just been accepted: what follows from the first meeting of each kind held before."""
    held = reversed(meetings_of(tx, notification.case_reference))
    for meeting in {each.kind: each for each in held}.values():
        carry_meeting_on(tx, notification=notification, meeting=meeting)


def _milestone(tx: Transaction, meeting: JointAgencyMeeting, kind: str) -> None:
    try:
        record_milestone(tx, case=meeting.case_reference, kind=kind, on=meeting.held_on, source=SOURCE)
    except MilestoneAlreadyRecorded as refusal:
        raise Invalid([Fault("held_on", f"{refusal.title}. {refusal.detail}")]) from None
    except Invalid as refusal:
        raise Invalid([Fault("held_on", fault.message) for fault in refusal.faults]) from None


def _hand_minutes_on(tx: Transaction, meeting: JointAgencyMeeting) -> None:
    """The minutes wait, like any text, for a person to confirm that they identify nobody."""
    text = CaseText(
        case=meeting.case_reference,
        kind="review_meeting_outcome",
        title=MATERIAL_TITLE,
        role="other",
        original=meeting.minutes(),
        made_from=f"joint agency meeting {meeting.meeting_id}",
    )
    keep_case_text(tx, text=text)
