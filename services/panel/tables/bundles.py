"""Parts of bundles and facts of the record, as they arrived. Rows are only ever added.

One thing of a row changes: where a document is withheld, the texts of the versions before are emptied.

What is withheld is a row too, with the reason in place of a text: it keeps its number among the documents.
``digest`` is the SHA-256 of the text (NULL in rows from before it was kept: it is made when it is read).
"""

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

from services.panel.tables import metadata
from shared.storage import Instant

bundle_part = Table(
    "bundle_part",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_reference", ForeignKey("review_case.reference"), nullable=False),
    Column("material_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source_role", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("confirmed_on", Date, nullable=False),
    Column("redactions", JSONB, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("pages", Integer),
    Column("withheld_pages", JSONB),
    Column("withheld_because", Text),
    Column("digest", Text),
    UniqueConstraint("case_reference", "material_id", "version", "part"),
    CheckConstraint("part BETWEEN 1 AND parts", name="part_in_range"),
)

case_fact = Table(
    "case_fact",
    metadata,
    Column("case_reference", ForeignKey("review_case.reference"), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("facts", JSONB, nullable=False),
    Column("arrived_at", Instant, nullable=False),
)
