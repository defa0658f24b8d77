"""The steps of a meeting: who planned, published, started or cancelled it, and why. Only ever added."""

from sqlalchemy import DDL, BigInteger, Column, ForeignKey, Identity, Table, Text, event

from services.panel.tables import metadata
from services.panel.tables.cases import KEEP_WHAT_HAPPENED
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
KEEP_STEPS = """
    CREATE TRIGGER meeting_step_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON meeting_step
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
    """
for statement in (KEEP_WHAT_HAPPENED[0], KEEP_STEPS):
    event.listen(meeting_step, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
