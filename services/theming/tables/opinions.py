"""Models learnt from what people decided, and what they say of cases: a second opinion that never counts."""

from sqlalchemy import BigInteger, CheckConstraint, Column, Float, Identity, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.metadata import metadata
from shared.storage import Instant

# One row for each time models were learnt, or should have been. The newest that ended well is in use.
learning_run = Table(
    "learning_run",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("begun_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("last_decision", BigInteger, nullable=False),
    Column("codebook", Text, nullable=False),
)

# A theme in a run: its model by file name and hash, or why there is none.
trained_model = Table(
    "trained_model",
    metadata,
    Column("run", BigInteger, primary_key=True),
    Column("theme", Text, primary_key=True),
    Column("positives", Integer, nullable=False),
    Column("negatives", Integer, nullable=False),
    Column("file", Text, nullable=False, server_default=""),
    Column("sha256", Text, nullable=False, server_default=""),
    Column("none_because", Text, nullable=False, server_default=""),
    Column("threshold", Float),
    Column("report_card", JSONB, nullable=False),
    CheckConstraint("(file = '') = (sha256 = '')", name="file_has_a_hash"),
)

# What the models of a run say of a case with these texts: {theme: probability}, those above the threshold.
second_opinion = Table(
    "second_opinion",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("run", BigInteger, nullable=False),
    Column("last_text", BigInteger, nullable=False),
    Column("texts", Integer, nullable=False),
    Column("possible", JSONB, nullable=False),
    Column("formed_at", Instant, nullable=False),
)
