"""Reads of joint agency responses, each starting from who is looking."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from sqlalchemy import select

from services.notifications.domain.joint_agency.decision import JointAgencyDecision
from services.notifications.domain.joint_agency.response import (
    AgencyCall,
    AgencyVisit,
    JointAgencyMeeting,
    MeetingAction,
)
from services.notifications.tables.joint_agency import (
    joint_agency_action,
    joint_agency_call,
    joint_agency_decision,
    joint_agency_meeting,
    joint_agency_visit,
)
from services.notifications.tables.notification import notification
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

Record = TypeVar("Record")


def decisions_of(tx: Transaction, reference: str) -> list[JointAgencyDecision]:
    """Every decision about a joint agency response in this case, the latest first."""
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    columns = joint_agency_decision.c
    wanted = select(JointAgencyDecision).where(columns.case_reference == reference)
    return list(tx.session.scalars(wanted.order_by(columns.recorded_at.desc(), columns.decision_id)))


def responses_decided(tx: Transaction, references: Iterable[str]) -> dict[str, bool]:
    """Whether people decided for a response, by case; a case without a decision is missing. One query."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    columns = joint_agency_decision.c
    wanted = (
        select(columns.case_reference, columns.outcome)
        .where(columns.case_reference.in_(list(references)))
        .order_by(columns.recorded_at)
    )
    return {reference: outcome == "response" for reference, outcome in tx.session.execute(wanted)}


def calls_of(tx: Transaction, reference: str) -> list[AgencyCall]:
    """Who was called, in order of time; a call without a time comes first in its day."""
    columns = joint_agency_call.c
    wanted = select(AgencyCall).where(columns.case_reference == reference)
    return _checked(tx, tx.session.scalars(wanted.order_by(columns.called_on, columns.called_time)))


def visits_of(tx: Transaction, reference: str) -> list[AgencyVisit]:
    """Visits to the scene and the home, in order of time; those without a day last."""
    columns = joint_agency_visit.c
    wanted = select(AgencyVisit).where(columns.case_reference == reference)
    return _checked(tx, tx.session.scalars(wanted.order_by(columns.visited_on, columns.recorded_at)))


def meetings_of(tx: Transaction, reference: str) -> list[JointAgencyMeeting]:
    """The meetings with their actions, in order of time."""
    columns = joint_agency_meeting.c
    wanted = select(JointAgencyMeeting).where(columns.case_reference == reference)
    return _checked(tx, tx.session.scalars(wanted.order_by(columns.held_on, columns.held_time)))


def meetings_to_add_to(tx: Transaction, reference: str) -> list[JointAgencyMeeting]:
    """The meetings of a case to which nobody else adds one until the transaction ends."""
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    case = select(notification.c.case_reference).where(notification.c.case_reference == reference)
    tx.session.execute(case.with_for_update())
    return meetings_of(tx, reference)


def action_to_change(tx: Transaction, reference: str, action_id: str) -> MeetingAction:
    """One action of a case, locked until the transaction ends. NotFound if it has none such."""
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    columns = joint_agency_action.c
    wanted = select(MeetingAction).where(columns.case_reference == reference, columns.action_id == action_id)
    found = tx.session.scalars(wanted.with_for_update()).first()
    if found is None:
        raise NotFound("There is no such action in this case.")
    return found


def _checked(tx: Transaction, found: Iterable[Record]) -> list[Record]:
    check(tx.person, Permission.RECORD_JOINT_AGENCY_RESPONSE)
    return list(found)


def meeting_of(meetings: Sequence[JointAgencyMeeting], meeting_id: str) -> JointAgencyMeeting:
    """One of a case's meetings. NotFound if there is none with this id."""
    for meeting in meetings:
        if meeting.meeting_id == meeting_id:
            return meeting
    raise NotFound("There is no such meeting in this case.")
