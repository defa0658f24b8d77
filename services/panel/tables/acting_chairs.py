"""Who chairs a meeting in the chair's place. Rows are only ever added; the last one of a meeting counts."""

from sqlalchemy import DDL, BigInteger, Column, ForeignKey, Identity, Table, Text, event

from services.panel.tables import metadata
from services.panel.tables.cases import KEEP_WHAT_HAPPENED
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
KEEP_ACTING_CHAIRS = """
    CREATE TRIGGER acting_chair_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON acting_chair
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
    """
for statement in (KEEP_WHAT_HAPPENED[0], KEEP_ACTING_CHAIRS):
    event.listen(acting_chair, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
