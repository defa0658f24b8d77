"""Mentions of themes in texts, and what people decided about themes of cases."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    Identity,
    Integer,
    Table,
    Text,
)
from sqlalchemy.orm import registry

from services.theming.domain.themes.theme_confirmation import ThemeConfirmation, ThemeStatus
from services.theming.tables.metadata import metadata
from shared.storage import Instant

theme_mention = Table(
    "theme_mention",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("text_id", ForeignKey("case_text.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("case_reference", Text, nullable=False, index=True),
    Column("theme", Text, nullable=False),
    Column("assertion", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sentence_start", Integer, nullable=False),
    Column("sentence_end", Integer, nullable=False),
    Column("rule_id", Text, nullable=False),
    Column("cue", Text, nullable=False),
    Column("pipeline_version", Text, nullable=False),
    CheckConstraint('start >= 0 AND "end" > start', name="span_in_order"),
)

theme_confirmation = Table(
    "theme_confirmation",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("theme", Text, primary_key=True, index=True),
    Column(
        "status",
        Enum(
            ThemeStatus,
            name="status_known",
            native_enum=False,
            create_constraint=True,
            length=20,
            values_callable=lambda statuses: [status.value for status in statuses],
        ),
        nullable=False,
    ),
    Column("proposed_at", Instant, nullable=False),
    Column("pipeline_version", Text, nullable=False),
    Column("by_hand", Boolean, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_by_name", Text, nullable=False),
    Column("decided_at", Instant),
    Column("reason", Text, nullable=False),
    CheckConstraint(
        "status NOT IN ('confirmed', 'rejected') OR decided_at IS NOT NULL", name="decision_is_dated"
    ),
)

registry(metadata=metadata).map_imperatively(ThemeConfirmation, theme_confirmation)
