"""Minutes that a later meeting approved, as they read then; others are written anew at each reading."""

from sqlalchemy import DDL, Column, ForeignKey, Table, Text, event
from sqlalchemy.dialects.postgresql import JSONB

from services.panel.tables import metadata
from shared.storage import Instant
from shared.storage.disposal_rules import DISPOSAL_MAY

approved_minutes = Table(
    "approved_minutes",
    metadata,
    Column("meeting_id", ForeignKey("panel_meeting.id"), primary_key=True),
    Column("approved_at_meeting", ForeignKey("panel_meeting.id"), nullable=False),
    Column("approved_at", Instant, nullable=False),
    Column("approved_by", Text, nullable=False),
    Column("approved_by_name", Text, nullable=False),
    Column("corrections", Text, nullable=False),
    Column("minutes", JSONB, nullable=False),
)

KEEP_APPROVED_MINUTES = (
    f"""
    CREATE OR REPLACE FUNCTION keep_approved_minutes() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      {DISPOSAL_MAY}
      RAISE EXCEPTION 'approved minutes are never changed or removed';
    END $$
    """,
    """
    CREATE TRIGGER approved_minutes_are_kept BEFORE UPDATE OR DELETE ON approved_minutes
    FOR EACH ROW EXECUTE FUNCTION keep_approved_minutes()
    """,
    """
    CREATE TRIGGER approved_minutes_are_not_emptied BEFORE TRUNCATE ON approved_minutes
    FOR EACH STATEMENT EXECUTE FUNCTION keep_approved_minutes()
    """,
)
for statement in KEEP_APPROVED_MINUTES:
    event.listen(approved_minutes, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
