"""Quorum rule sets made here, and who left and came back during a meeting: rows are only ever added."""

from sqlalchemy import (
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
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from services.panel.domain.quorum.quorum_rules import KeptRules
from services.panel.tables import metadata
from services.panel.tables.kept import keep_rows
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

keep_rows(quorum_rule_set, room_movement)
