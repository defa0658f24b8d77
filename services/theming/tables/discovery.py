"""Themes that discovery proposes, what people made of them, themes of this panel alone, and new words."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Identity,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.metadata import metadata
from shared.storage import Instant

# One row each time texts were looked through. A run without an end was begun and not finished.
discovery_run = Table(
    "discovery_run",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("last_text", BigInteger, nullable=False),
    Column("texts", Integer, nullable=False),
    Column("codebook", Text, nullable=False),
    Column("too_little", Text, nullable=False, server_default=""),
    Column("failed_because", Text, nullable=False, server_default=""),
)

discovered_theme = Table(
    "discovered_theme",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("run_id", ForeignKey("discovery_run.id"), nullable=False, index=True),
    Column("rank", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("terms", JSONB, nullable=False),
    Column("cases", JSONB, nullable=False),
    Column("quotes", JSONB, nullable=False),
    Column("stability", Float, nullable=False),
    Column("agreement", Float, nullable=False),
    Column("status", Text, nullable=False, server_default="proposed", index=True),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("decided_by_name", Text, nullable=False, server_default=""),
    Column("decided_at", Instant),
    Column("reason", Text, nullable=False, server_default=""),
    Column("local_theme", Text),
    CheckConstraint("status IN ('proposed', 'dismissed', 'promoted', 'past')", name="status_known"),
    CheckConstraint("status IN ('proposed', 'past') OR decided_at IS NOT NULL", name="decision_is_dated"),
)

# Each change of a theme is a row, its withdrawal too, with why: the newest version of an id holds. Where
# words that should never have been typed were taken out, each row of the id says when and by whom.
local_theme = Table(
    "local_theme",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("theme_group", Text, nullable=False),
    Column("definition", Text, nullable=False),
    Column("patterns", JSONB, nullable=False),
    Column("examples", JSONB, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_name", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("withdrawn", Boolean, nullable=False, server_default=false()),
    Column("words_taken_out_at", Instant),
    Column("words_taken_out_by", Text, nullable=False, server_default=""),
    Column("words_taken_out_by_name", Text, nullable=False, server_default=""),
    UniqueConstraint("id", "version"),
)

new_word = Table(
    "new_word",
    metadata,
    Column("quarter", Text, primary_key=True),
    Column("words", Text, primary_key=True),
    Column("rank", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("cases", JSONB, nullable=False),
    Column("cases_before", Integer, nullable=False),
    Column("quotes", JSONB, nullable=False),
    CheckConstraint("kind IN ('new', 'surging')", name="kind_known"),
)
