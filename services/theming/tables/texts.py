"""De-identified texts of cases, each part of a document a row."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Identity,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)

from services.theming.tables.metadata import metadata
from shared.storage import Instant

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
    Column("themed_by", Text, index=True),
    Column("not_themed_because", Text),
    Column("enough", Boolean),  # False: too thin for the absence of a theme to mean anything
    UniqueConstraint("case_reference", "material_id", "part"),
    CheckConstraint("part BETWEEN 1 AND parts", name="part_in_range"),
    CheckConstraint("set_aside_because IS NULL OR text = ''", name="set_aside_is_not_kept"),
)
