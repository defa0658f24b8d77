"""The directory of agencies, and what the office has settled about chasing."""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Table, Text

from services.notifications.domain.gathering.agencies import Agency
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant

# A name is valid from and to a day: an agency that changes its name or merges gets a row that names its
# predecessor, and old requests keep the name of their day.
agency = Table(
    "agency",
    metadata,
    Column("agency_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("escalation_email", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    Column("predecessor_id", Text, ForeignKey("agency.agency_id")),
    Column("due_after", Integer),
)

# What the office has switched on or off; the latest row of a name counts.
office_switch = Table(
    "office_switch",
    metadata,
    Column("name", Text, primary_key=True),
    Column("changed_at", Instant, primary_key=True),
    Column("on", Boolean, nullable=False),
    Column("changed_by", Text, nullable=False),
)

# A day on which reminders went out by themselves: one worker takes it.
reminder_day = Table(
    "reminder_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("begun_at", Instant, nullable=False),
    Column("sent", Integer, nullable=False, server_default="0"),
)

# While a pause is open nobody is chased about the case, by hand or otherwise.
chasing_pause = Table(
    "chasing_pause",
    metadata,
    Column("pause_id", Text, primary_key=True),
    Column("case_reference", Text, ForeignKey("notification.case_reference"), nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("begun_by", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", Text, nullable=False, server_default=""),
)
Index(
    "ix_chasing_pause_open",
    chasing_pause.c.case_reference,
    unique=True,
    postgresql_where=chasing_pause.c.ended_at.is_(None),
)

mapper_registry.map_imperatively(Agency, agency)
