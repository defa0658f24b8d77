"""Joint agency responses: decisions, calls, visits, meetings with their minutes, actions."""

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, Column, Date, ForeignKey, Table, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import relationship

from services.notifications.domain.joint_agency.decision import JointAgencyDecision
from services.notifications.domain.joint_agency.response import (
    AgencyCall,
    AgencyVisit,
    JointAgencyMeeting,
    MeetingAction,
)
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant


def _case() -> Column[str]:
    return Column(
        "case_reference", Text, ForeignKey("notification.case_reference"), nullable=False, index=True
    )


def _recorded() -> tuple[Column[str], Column[datetime]]:
    return Column("recorded_by", Text, nullable=False), Column("recorded_at", Instant, nullable=False)


# Times of day are the London clock as it was written, "" where nobody wrote one.
joint_agency_decision = Table(
    "joint_agency_decision",
    metadata,
    Column("decision_id", Text, primary_key=True),
    _case(),
    Column("criteria_version", Text, nullable=False),
    Column("findings", JSONB, nullable=False),
    Column("suggested", JSONB, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("decided_on", Date, nullable=False),
    Column("decided_time", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    *_recorded(),
)

joint_agency_call = Table(
    "joint_agency_call",
    metadata,
    Column("call_id", Text, primary_key=True),
    _case(),
    Column("role", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("called_on", Date, nullable=False),
    Column("called_time", Text, nullable=False),
    Column("reached", Text, nullable=False),
    Column("note", Text, nullable=False),
    *_recorded(),
)

joint_agency_visit = Table(
    "joint_agency_visit",
    metadata,
    Column("visit_id", Text, primary_key=True),
    _case(),
    Column("kind", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("visited_on", Date),
    Column("visited_time", Text, nullable=False),
    Column("roles", JSONB, nullable=False),
    Column("told_of_review", Text, nullable=False),
    Column("note", Text, nullable=False),
    *_recorded(),
)

joint_agency_meeting = Table(
    "joint_agency_meeting",
    metadata,
    Column("meeting_id", Text, primary_key=True),
    _case(),
    Column("kind", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("held_time", Text, nullable=False),
    Column("chair", Text, nullable=False),
    Column("attendees", JSONB, nullable=False),
    Column("others", Text, nullable=False),
    Column("known", Text, nullable=False),
    Column("planned", Text, nullable=False),
    Column("risks", Text, nullable=False),
    Column("is_review_meeting", Boolean, nullable=False),
    *_recorded(),
)

joint_agency_action = Table(
    "joint_agency_action",
    metadata,
    Column("action_id", Text, primary_key=True),
    _case(),
    Column("meeting_id", Text, ForeignKey("joint_agency_meeting.meeting_id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("state", Text, nullable=False),
    Column("settled_on", Date),
    Column("settled_note", Text, nullable=False),
    Column("settled_by", Text, nullable=False),
    CheckConstraint("(state = 'open') = (settled_on IS NULL)", name="settled_is_dated"),
)

mapper_registry.map_imperatively(JointAgencyDecision, joint_agency_decision)
mapper_registry.map_imperatively(AgencyCall, joint_agency_call)
mapper_registry.map_imperatively(AgencyVisit, joint_agency_visit)
mapper_registry.map_imperatively(MeetingAction, joint_agency_action)
mapper_registry.map_imperatively(
    JointAgencyMeeting,
    joint_agency_meeting,
    properties={
        "actions": relationship(
            MeetingAction,
            lazy="selectin",
            order_by=(joint_agency_action.c.due_on, joint_agency_action.c.action_id),
        )
    },
)
