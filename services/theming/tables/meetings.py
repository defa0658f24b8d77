"""Meetings that panels held, as they were told: counts of seats, no case and nobody's name."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.kept import keep_rows
from services.theming.tables.metadata import metadata
from shared.storage import Instant

# Every version of a meeting's register that was told, and since when it is known here: the newest holds.
meeting_held = Table(
    "meeting_held",
    metadata,
    Column("meeting", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("held_on", Date, nullable=False, index=True),
    Column("planned_on", Date),
    Column("panel_type", Text, nullable=False),
    Column("seats", JSONB, nullable=False),
    Column("sectors_missing", JSONB, nullable=False),
    Column("cases_discussed", Integer, nullable=False),
    Column("known_from", Instant, nullable=False),
    CheckConstraint("version >= 1", name="version_from_one"),
)
keep_rows(meeting_held)
