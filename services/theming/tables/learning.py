"""What panels recommended, with where it stands, and what they learned."""

from sqlalchemy import CheckConstraint, Column, Date, Integer, Table, Text
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.kept import keep_rows
from services.theming.tables.metadata import metadata
from shared.storage import Instant

# One row for each action of each completed version of a review; the newest version is the one that holds.
recommendation = Table(
    "recommendation",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("review_version", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("themes", JSONB, nullable=False),
    Column("agreed_on", Date, nullable=False),
    Column("due_on", Date),
    Column("state", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("as_at", Date, nullable=False),
    Column("set_aside_because", Text),
    CheckConstraint("number >= 0", name="number_from_zero"),
    CheckConstraint("set_aside_because IS NULL OR text = ''", name="set_aside_is_not_kept"),
)

# The learning points of each completed version of a review; the newest version is the one that holds.
agreed_learning = Table(
    "agreed_learning",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("review_version", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("set_aside_because", Text),
    CheckConstraint("number >= 0", name="number_from_zero"),
    CheckConstraint("set_aside_because IS NULL OR text = ''", name="set_aside_is_not_kept"),
)

# Every step of a recommendation that was told, numbered as they came, and since when it is known here.
recommendation_told = Table(
    "recommendation_told",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("review_version", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("told", Integer, primary_key=True),
    Column("level", Text, nullable=False),
    Column("themes", JSONB, nullable=False),
    Column("agreed_on", Date, nullable=False, index=True),
    Column("due_on", Date),
    Column("state", Text, nullable=False),
    Column("effect", Text, nullable=False),
    Column("known_from", Instant, nullable=False),
    CheckConstraint("told >= 1", name="told_from_one"),
)
keep_rows(recommendation_told)
