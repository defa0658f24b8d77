"""What cases are compared by: their words, and how many cases have each word."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Float,
    Index,
    Integer,
    Subquery,
    Table,
    Text,
    func,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.domain.comparables.projecting import SIZE
from services.theming.tables.metadata import metadata
from services.theming.tables.texts import case_text
from services.theming.tables.vectors import Vector

# ``words`` maps each term to the word that stood in the text. ``length`` and ``vector`` follow from the words
# and from how many of ``of_cases`` cases had each when they were made.
case_words = Table(
    "case_words",
    metadata,
    Column("case_reference", Text, primary_key=True),
    Column("words", JSONB, nullable=False),
    Column("length", Float, nullable=False),
    Column("of_cases", Integer, nullable=False, index=True),
    Column("vector", Vector(SIZE), nullable=False),
)
# Few links for each case: one is added in the same time among forty thousand as among four hundred.
Index(
    "ix_case_words_vector",
    case_words.c.vector,
    postgresql_using="hnsw",
    postgresql_with={"m": 8, "ef_construction": 32},
    postgresql_ops={"vector": "public.vector_cosine_ops"},
)

# In how many cases a term stands. The empty term is that of every case.
word_frequency = Table(
    "word_frequency",
    metadata,
    Column("word", Text, primary_key=True),
    Column("cases", Integer, nullable=False),
)

# Cases whose texts have changed since their words were last taken.
case_to_compare = Table("case_to_compare", metadata, Column("case_reference", Text, primary_key=True))

#: The words of a text as PostgreSQL's full-text search knows them.
SEARCHED = func.to_tsvector(text("'english'"), case_text.c.text)
Index("ix_case_text_searched", SEARCHED, postgresql_using="gin")


def texts_with(wanted: ColumnElement[Any]) -> Subquery:
    """Number and case of each text with the words, of cases open to who acts: ``row_security_functions``."""
    found = func.public.texts_with(wanted).table_valued(
        Column("id", BigInteger), Column("case_reference", Text)
    )
    return select(found.render_derived()).subquery()
