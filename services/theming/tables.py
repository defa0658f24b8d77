"""Tables of theming: facts and texts of cases, mentions of themes, what people decided. No names."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    Enum,
    ForeignKey,
    Identity,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from services.theming.domain.theme_confirmation import ThemeConfirmation, ThemeStatus
from shared.storage import Instant, service_metadata

metadata = service_metadata()

# A case is known from its notification, its review, or both: the two arrive on separate topics.
case_facts = Table(
    "case_facts",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("notified_on", Date, index=True),
    Column("area", Text),
    Column("age_band", Text),
    Column("sex", Text),
    Column("ethnic_group", Text),
    Column("place_of_death", Text),
    Column("notifier_sector", Text),
    Column("expected", Text),
    Column("events", JSONB, nullable=False, server_default="[]"),
    Column("clocks", JSONB, nullable=False, server_default="{}"),
    Column("reviewed_on", Date, index=True),
    Column("review_version", Integer),
    Column("category", Integer),
    Column("modifiability", Text),
)

case_text = Table(
    "case_text",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_reference", Text, nullable=False, index=True),
    Column("material_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("set_aside_because", Text),
    Column("themed_by", Text),
    Column("not_themed_because", Text),
    UniqueConstraint("case_reference", "material_id", "part"),
    CheckConstraint("part BETWEEN 1 AND parts", name="part_in_range"),
    CheckConstraint("set_aside_because IS NULL OR text = ''", name="set_aside_is_not_kept"),
)

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
