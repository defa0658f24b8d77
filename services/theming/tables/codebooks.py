"""Which version of the codebook is in use, and what the next one would change."""

from sqlalchemy import BigInteger, Column, ForeignKey, Identity, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.metadata import metadata
from shared.storage import Instant

# The newest row is in use. ``contents`` is the whole of it as its files read, so that texts are read with it
# also when the files have gone on.
codebook_adoption = Table(
    "codebook_adoption",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("version", Text, nullable=False),
    Column("contents", JSONB, nullable=False),
    Column("moves", JSONB, nullable=False),
    Column("adopted_by", Text, nullable=False),
    Column("adopted_by_name", Text, nullable=False),
    Column("adopted_at", Instant, nullable=False),
)

# What a version that nobody has adopted yet affirms in a text.
codebook_trial = Table(
    "codebook_trial",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    Column("version", Text, nullable=False),
    Column("text_id", ForeignKey("case_text.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("affirmed", JSONB, nullable=False),
    UniqueConstraint("version", "text_id"),
)
