"""Quorum rule sets made here, and who left and came back during a meeting: rows are only ever added."""

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from services.panel.domain.quorum.quorum_rules import KeptRules
from services.panel.tables import metadata
from services.panel.tables.cases import KEEP_WHAT_HAPPENED
from shared.storage import Instant

# ``rules``: the rule set as ``domain/quorum/quorum_rules.toml`` writes one. A change is a new version.
quorum_rule_set = Table(
    "quorum_rule_set",
    metadata,
    Column("id", Text, primary_key=True),
    Column("family", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("rules", JSONB, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_name", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    UniqueConstraint("family", "version"),
    CheckConstraint("version >= 1", name="version_from_one"),
)

# ``at``: when it happened, as recorded; ``recorded_at``: when it was written down.
room_movement = Table(
    "room_movement",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("meeting_id", ForeignKey("panel_meeting.id"), nullable=False, index=True),
    Column("case_reference", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("way", Text, nullable=False),
    Column("at", Instant, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    CheckConstraint("way IN ('left', 'returned')", name="way_known"),
)

mappers = registry(metadata=metadata)
mappers.map_imperatively(KeptRules, quorum_rule_set, properties={"row": quorum_rule_set.c.rules})

KEEP_ROWS = tuple(
    f"""
    CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
    """
    for table in ("quorum_rule_set", "room_movement")
)
for table, made in zip((quorum_rule_set, room_movement), KEEP_ROWS, strict=True):
    event.listen(table, "after_create", DDL(KEEP_WHAT_HAPPENED[0]))  # type: ignore[no-untyped-call]
    event.listen(table, "after_create", DDL(made))  # type: ignore[no-untyped-call]
