"""Panels, their members, meetings with register and agenda, and declared interests, mapped to the domain."""

from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Date, Enum, ForeignKey, Index, Integer, Table, Text, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import column_property, foreign, registry, relationship

from services.panel.domain.meetings.agenda import AgendaItem
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import PanelMember
from services.panel.domain.meetings.panels import Panel
from services.panel.domain.meetings.seats import Seat
from services.panel.domain.quorum.interests import DeclaredInterest
from services.panel.domain.quorum.quorum_rules import KeptRules
from services.panel.tables import metadata
from services.panel.tables.acting_chairs import acting_chair
from services.panel.tables.quorum import quorum_rule_set
from shared.storage import Instant


def words(kind: type[StrEnum], name: str) -> Enum:
    """An enumeration kept as its readable value, with a check that it is one of the known ones."""
    return Enum(
        kind,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda k: [each.value for each in k],
    )


panel = Table(
    "panel",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("quorum_rules", Text, nullable=False),
    Column("target_cases", Integer, nullable=False),
    Column("meetings_a_year", Integer, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
)

# ``panels``: the ids of the panels on which the seat is; NULL is the panel that was there from the first.
panel_member = Table(
    "panel_member",
    metadata,
    Column("person_id", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    Column("valid_to", Date),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("deputises_for", Text),
    Column("email", Text),
    Column("panels", JSONB(none_as_null=True)),
    CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="dates_in_order"),
)

panel_meeting = Table(
    "panel_meeting",
    metadata,
    Column("id", Text, primary_key=True),
    Column("held_on", Date, nullable=False, index=True),
    Column("planned_on", Date),
    Column("starts", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("theme", Text, nullable=False, server_default=""),
    Column("quorum_rules", Text, nullable=False),
    Column("target_cases", Integer, nullable=False),
    Column("status", words(MeetingStatus, "status_known"), nullable=False),
    Column("panel_id", Text, index=True),
    Column("series_id", Text, index=True),
    Column("published_at", Instant),
    Column("sequence", Integer, nullable=False, server_default="0"),
    CheckConstraint("target_cases >= 0", name="target_not_negative"),
)

# ``only_cases``: the references for which an expert is invited; NULL is the whole agenda.
meeting_seat = Table(
    "meeting_seat",
    metadata,
    Column("meeting_id", ForeignKey("panel_meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("mark", words(Mark, "mark_known"), nullable=False),
    Column("deputy_id", Text, index=True),
    Column("email", Text),
    Column("only_cases", JSONB(none_as_null=True)),
    Column("answer", Text),
    Column("answered_at", Instant),
)
Index("ix_meeting_seat_person", meeting_seat.c.person_id)

agenda_item = Table(
    "agenda_item",
    metadata,
    Column("meeting_id", ForeignKey("panel_meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("case_reference", Text, primary_key=True),
    Column("position", Integer, nullable=False),
    Column("listed_by", Text, nullable=False),
    Column("listed_at", Instant, nullable=False),
    Column("out_of_the_room", MutableList.as_mutable(JSONB()), nullable=False),
    Column("late_because", Text, nullable=False, server_default=""),
    CheckConstraint("position >= 1", name="position_from_one"),
)
Index("ix_agenda_item_case", agenda_item.c.case_reference)

# What was sent about a meeting, once for each kind, person and version of the invitation.
meeting_notice = Table(
    "meeting_notice",
    metadata,
    Column("meeting_id", ForeignKey("panel_meeting.id", ondelete="CASCADE"), primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("sent_at", Instant, nullable=False),
)

# ``declared_by``: who wrote it down, where that was not the person.
declared_interest = Table(
    "declared_interest",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("case_reference", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("declared_at", Instant, nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawn_by", Text),
    Column("withdrawn_because", Text),
    Column("declared_by", Text),
)
# One standing interest for a person and case; withdrawn ones are kept beside it.
Index(
    "uq_declared_interest_standing",
    declared_interest.c.person_id,
    declared_interest.c.case_reference,
    unique=True,
    postgresql_where=declared_interest.c.withdrawn_at.is_(None),
)

mappers = registry(metadata=metadata)
mappers.map_imperatively(Panel, panel)
mappers.map_imperatively(PanelMember, panel_member)
mappers.map_imperatively(Seat, meeting_seat)
mappers.map_imperatively(AgendaItem, agenda_item)
mappers.map_imperatively(DeclaredInterest, declared_interest)
mappers.map_imperatively(
    PanelMeeting,
    panel_meeting,
    properties={
        "seats": relationship(
            Seat,
            cascade="all, delete-orphan",
            lazy="selectin",
            order_by=(meeting_seat.c.organisation, meeting_seat.c.name),
        ),
        "agenda": relationship(
            AgendaItem,
            cascade="all, delete-orphan",
            lazy="selectin",
            order_by=(agenda_item.c.position, agenda_item.c.case_reference),
        ),
        "rule_set": relationship(
            KeptRules,
            primaryjoin=foreign(panel_meeting.c.quorum_rules) == quorum_rule_set.c.id,
            viewonly=True,
            lazy="selectin",
        ),
        "acting_chair": column_property(
            select(acting_chair.c.person_id)
            .where(acting_chair.c.meeting_id == panel_meeting.c.id)
            .order_by(acting_chair.c.id.desc())
            .limit(1)
            .scalar_subquery()
        ),
    },
)
