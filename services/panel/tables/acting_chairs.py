"""Who chairs a meeting in the chair's place. Rows are only ever added; the last one of a meeting counts."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Table, Text

from services.panel.tables import metadata
from services.panel.tables.kept import keep_rows
from shared.storage import Instant

# ``person_id`` is "" where the naming was taken back.
acting_chair = Table(
    "acting_chair",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("meeting_id", ForeignKey("panel_meeting.id"), nullable=False, index=True),
    Column("person_id", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("named_by", Text, nullable=False),
    Column("named_by_name", Text, nullable=False),
    Column("named_at", Instant, nullable=False),
)
keep_rows(acting_chair)
