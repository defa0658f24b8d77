"""Releases of statistics: how each stands, and what every round of it held. What is out stays on record."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Enum,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Integer,
    LargeBinary,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import registry

from services.theming.domain.releases.release import StatisticsRelease
from services.theming.domain.two_people import Standing
from services.theming.tables.kept import keep_rows
from services.theming.tables.metadata import metadata
from shared.storage import Instant

statistics_release = Table(
    "statistics_release",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("basis", Text, nullable=False),
    Column(
        "status",
        Enum(
            Standing,
            name="status_known",
            native_enum=False,
            create_constraint=True,
            length=20,
            values_callable=lambda statuses: [status.value for status in statuses],
        ),
        nullable=False,
    ),
    Column("round", Integer, nullable=False),
    Column("data_as_of", Instant, nullable=False),
    Column("prepared_by", Text, nullable=False),
    Column("prepared_by_name", Text, nullable=False),
    Column("prepared_at", Instant, nullable=False),
    Column("sent_back_because", Text, nullable=False),
    Column("put_forward_by_name", Text, nullable=False),
    Column("put_forward_at", Instant),
    Column("released_by", Text, nullable=False),
    Column("released_by_name", Text, nullable=False),
    Column("released_at", Instant),
    Column("embargo_on", Date),
    Column("withdrawn_by_name", Text, nullable=False),
    Column("withdrawn_at", Instant),
    Column("withdrawn_because", Text, nullable=False),
    CheckConstraint("status <> 'released' OR released_at IS NOT NULL", name="release_is_dated"),
    CheckConstraint("status <> 'withdrawn' OR withdrawn_because <> ''", name="withdrawing_has_a_reason"),
)

# Rows of the tables below are only ever added.
release_round = Table(
    "release_round",
    metadata,
    Column("release_id", ForeignKey("statistics_release.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("data_as_of", Instant, nullable=False),
    Column("panel_name", Text, nullable=False),
    # How the values of each dimension add up, and which releases were out when the tables were protected.
    Column("sums", JSONB, nullable=False),
    Column("beside", JSONB, nullable=False),
)

released_table = Table(
    "released_table",
    metadata,
    Column("release_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("question", JSONB, nullable=False),
    Column("title", Text, nullable=False),
    Column("layout", JSONB, nullable=False),
    # The counts as they were, and which of them are hidden: for the office alone.
    Column("counts", JSONB, nullable=False),
    Column("hidden", JSONB, nullable=False),
    ForeignKeyConstraint(
        ["release_id", "round"],
        ["release_round.release_id", "release_round.round"],
        name="fk_released_table_round",
    ),
)

release_case_version = Table(
    "release_case_version",
    metadata,
    Column("release_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("case_reference", Text, primary_key=True),
    Column("review_version", Integer),
    ForeignKeyConstraint(
        ["release_id", "round"],
        ["release_round.release_id", "release_round.round"],
        name="fk_release_case_version_round",
    ),
)

release_step = Table(
    "release_step",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("release_id", ForeignKey("statistics_release.id"), nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("step", Text, nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("embargo_on", Date),
    Column("by", Text, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("at", Instant, nullable=False),
    CheckConstraint(
        "step IN ('prepared', 'put_together', 'put_forward', 'sent_back', 'released', 'withdrawn')",
        name="step_known",
    ),
)

released_file = Table(
    "released_file",
    metadata,
    Column("release_id", Text, primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("made_with", Text, nullable=False),
    ForeignKeyConstraint(
        ["release_id", "round"],
        ["release_round.release_id", "release_round.round"],
        name="fk_released_file_round",
    ),
)

# What went out by another way, a report for example: it counts as published all the same.
published_elsewhere = Table(
    "published_elsewhere",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("policy", Text, nullable=False),
    Column("policy_version", Integer, nullable=False),
    Column("basis", Text, nullable=False),
    Column("data_as_of", Instant, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("sums", JSONB, nullable=False),
    Column("tables", JSONB, nullable=False),
)

registry(metadata=metadata).map_imperatively(StatisticsRelease, statistics_release)
KEPT = (
    release_round,
    released_table,
    release_case_version,
    release_step,
    released_file,
    published_elsewhere,
)
keep_rows(*KEPT)
