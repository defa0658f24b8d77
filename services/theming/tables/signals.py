"""Signals and what people did about them, looks for them, what chance does, and extracts made."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Enum,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from services.theming.domain.signals.signal import Signal, SignalStatus
from services.theming.tables.kept import keep_rows
from services.theming.tables.metadata import metadata
from shared.storage import Instant

signal = Table(
    "signal",
    metadata,
    Column("id", Text, primary_key=True),
    Column("series", Text, nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("raised_on", Date, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("settings", Text, nullable=False),
    Column(
        "status",
        Enum(
            SignalStatus,
            name="status_known",
            native_enum=False,
            create_constraint=True,
            length=20,
            values_callable=lambda statuses: [status.value for status in statuses],
        ),
        nullable=False,
    ),
    Column("seen_at", Instant),
    Column("assessed_at", Instant),
    Column("closed_at", Instant),
    Column("outcome", Text, nullable=False, server_default=""),
    UniqueConstraint("series", "raised_on"),
    CheckConstraint("status = 'raised' OR seen_at IS NOT NULL", name="seeing_is_dated"),
    CheckConstraint("status <> 'closed' OR closed_at IS NOT NULL", name="closing_is_dated"),
)

# Why it was raised, as it stood then, and the cases it rests on. Written once.
signal_evidence = Table(
    "signal_evidence",
    metadata,
    Column("signal_id", ForeignKey("signal.id"), primary_key=True),
    Column("evidence", JSONB, nullable=False),
    Column("cases", JSONB, nullable=False),
)

# Every step that a person took, and everybody who was told. Rows are only ever added.
signal_step = Table(
    "signal_step",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("signal_id", ForeignKey("signal.id"), nullable=False, index=True),
    Column("step", Text, nullable=False),
    Column("text", Text, nullable=False, server_default=""),
    Column("outcome", Text, nullable=False, server_default=""),
    Column("whom", Text, nullable=False, server_default=""),
    Column("told_on", Date),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint("step IN ('seen', 'assessed', 'told', 'closed')", name="step_known"),
    CheckConstraint("step <> 'told' OR (whom <> '' AND told_on IS NOT NULL)", name="telling_is_whole"),
)

# Each time all series were looked at; ``standing`` is what each came to. One without an end died.
signal_look = Table(
    "signal_look",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("on", Date, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("settings", Text, nullable=False),
    Column("deaths", Integer, nullable=False),
    Column("standing", JSONB, nullable=False, server_default="[]"),
)

# What chance does at so many notifications a year: worked out once for each version of the settings.
false_alarms = Table(
    "false_alarms",
    metadata,
    Column("settings", Text, primary_key=True),
    Column("a_year", Float, primary_key=True),
    Column("swing", Float, primary_key=True),
    Column("begun_at", Instant, nullable=False),
    Column("worked_out", JSONB),
)

# Extracts of before the system made them stand beside those that replace them in the same week.
signal_extract = Table(
    "signal_extract",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("series", Text, nullable=False, index=True),
    Column("last_day", Date, nullable=False),
    Column("policy", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("contents", JSONB, nullable=False),
    Column("checksum", Text, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("made_by_name", Text, nullable=False),
    Column("made_at", Instant, nullable=False),
    Index("uq_signal_extract_series_last_day_made_by", "series", "last_day", "made_by", unique=True),
)

registry(metadata=metadata).map_imperatively(Signal, signal)
keep_rows(signal_evidence, signal_step, signal_extract)
