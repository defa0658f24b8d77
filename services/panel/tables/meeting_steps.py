"""The steps of a meeting: who planned, published, started or cancelled it, and why. Only ever added."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Table, Text

from services.panel.tables import metadata
from services.panel.tables.kept import keep_rows
from shared.storage import Instant

meeting_step = Table(
    "meeting_step",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("meeting_id", ForeignKey("panel_meeting.id"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("taken_by", Text, nullable=False),
    Column("taken_by_name", Text, nullable=False),
    Column("taken_at", Instant, nullable=False),
)
keep_rows(meeting_step)
