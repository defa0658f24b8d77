"""A meeting of a joint agency response was held: its short minutes and what was agreed."""

from collections.abc import Iterator, Sequence
from uuid import uuid4

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.joint_agency.carry_meeting_on import carry_meeting_on
from services.notifications.domain.clocks.moments import written
from services.notifications.domain.joint_agency.forms import ACTION_FIELDS, MEETING_FIELDS
from services.notifications.domain.joint_agency.response import JointAgencyMeeting, MeetingAction
from services.notifications.domain.records.record_form import (
    Given,
    Read,
    day_of,
    read_fields,
    word,
    words,
)
from services.notifications.queries.joint_agency import meetings_to_add_to
from services.notifications.queries.notifications import notification_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def record_joint_agency_meeting(
    tx: Transaction, *, case: str, given: Given, actions: Sequence[Given] = ()
) -> JointAgencyMeeting:
    """Keep the meeting (MEETING_FIELDS) with its actions (ACTION_FIELDS each), and what follows from it.

    The initial meeting ends its clock; a final one may be the child death review meeting. A fault in the
    n-th action is named ``action-n-`` and its field. Invalid names every fault, or the same meeting again.
    """
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    notification = notification_of(tx, case)
    read, faults = read_fields(MEETING_FIELDS, given, today=today(tx))
    agreed = [read_fields(ACTION_FIELDS, each, today=today(tx)) for each in actions]
    if faults := [*faults, *_named(agreed)]:
        raise Invalid(faults)
    meeting = _meeting(tx, case, read)
    _refuse_the_same_again(tx, meeting)
    meeting.actions = [_action(meeting, each) for each, _ in agreed]
    tx.session.add(meeting)
    tx.session.flush()
    carry_meeting_on(tx, notification=notification, meeting=meeting)
    detail = {"kind": meeting.kind, "review_meeting": meeting.is_review_meeting, "actions": len(agreed)}
    tx.audit("record_joint_agency_meeting", case=case, subject=meeting.meeting_id, detail=detail)
    return meeting


def _refuse_the_same_again(tx: Transaction, meeting: JointAgencyMeeting) -> None:
    """Pressing twice is one meeting. Two without a time on one day are told apart by writing the time."""
    same = (meeting.kind, meeting.held_on, meeting.held_time)
    for each in meetings_to_add_to(tx, meeting.case_reference):
        if (each.kind, each.held_on, each.held_time) == same:
            who = f"{each.recorded_by} on {written(each.recorded_at)}"
            says = f"This meeting is already recorded, by {who}. If this was another, write its own time"
            raise Invalid([Fault("held_time", says)])


def _named(agreed: Sequence[tuple[Read, list[Fault]]]) -> Iterator[Fault]:
    for number, (_, faults) in enumerate(agreed):
        for fault in faults:
            yield Fault(f"action-{number}-{fault.field}", f"Action {number + 1}: {fault.message}")


def _meeting(tx: Transaction, case: str, read: Read) -> JointAgencyMeeting:
    held_on = day_of(read, "held_on")
    assert held_on is not None
    return JointAgencyMeeting(
        meeting_id=uuid4().hex,
        case_reference=case,
        held_on=held_on,
        attendees=words(read, "attendees"),
        is_review_meeting=word(read, "is_review_meeting") == "yes",
        recorded_by=tx.person.name,
        recorded_at=tx.at,
        kind=word(read, "kind"),
        held_time=word(read, "held_time"),
        chair=word(read, "chair"),
        others=word(read, "others"),
        known=word(read, "known"),
        planned=word(read, "planned"),
        risks=word(read, "risks"),
    )


def _action(meeting: JointAgencyMeeting, read: Read) -> MeetingAction:
    due_on = day_of(read, "due_on")
    assert due_on is not None
    return MeetingAction(
        action_id=uuid4().hex,
        case_reference=meeting.case_reference,
        meeting_id=meeting.meeting_id,
        text=word(read, "text"),
        owner=word(read, "owner"),
        due_on=due_on,
    )
