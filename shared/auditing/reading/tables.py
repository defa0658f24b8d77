"""What was found in the audit and what the auditor said of it: three tables that only grow, and who reads.

They follow from the audit and from people, not from the event log: a rebuild leaves them as they are.
"""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

from shared.auditing.reading.review import ANSWERS
from shared.storage.kernel_tables import KEEPING, NAMING, Instant

_TABLES = MetaData(naming_convention=NAMING)

# Who reads: the roles of an account ("a,b") and the fingerprint of its organisation, as they were once seen.
audit_reader = Table(
    "audit_reader",
    _TABLES,
    Column("person_id", Text, primary_key=True),
    Column("roles", Text, primary_key=True),
    Column("organisation", Text, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)
# The days (London) that have been looked at.
reading_day = Table(
    "reading_day",
    _TABLES,
    Column("on_day", Date, primary_key=True),
    Column("looked_at", Instant, nullable=False),
)
unusual_reading = Table(
    "unusual_reading",
    _TABLES,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("rule", Text, nullable=False),
    Column("person_id", Text, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("case_reference", Text),
    Column("on_day", Date, nullable=False),
    Column("number", Integer, nullable=False),
    Column("usual", Integer),
    Column("found_at", Instant, nullable=False),
    # What addresses say: in numbers that run through, gaps would tell of findings one may not see.
    Column("public_id", Uuid, nullable=False, server_default=text("gen_random_uuid()")),
    UniqueConstraint("id", "person_id"),
)
Index(
    "uq_unusual_reading_once",
    unusual_reading.c.rule,
    unusual_reading.c.person_id,
    unusual_reading.c.case_reference,
    unusual_reading.c.on_day,
    unique=True,
    postgresql_nulls_not_distinct=True,
)
Index("ix_unusual_reading_public_id", unusual_reading.c.public_id, unique=True)
_GIVEN = ", ".join(f"'{answer}'" for answer in ANSWERS)
unusual_reading_review = Table(
    "unusual_reading_review",
    _TABLES,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("finding_id", BigInteger, nullable=False, index=True),
    Column("person_id", Text, nullable=False),
    Column("case_reference", Text),
    Column("answer", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("reviewed_by", Text, nullable=False),
    Column("reviewed_by_name", Text, nullable=False),
    Column("reviewed_at", Instant, nullable=False),
    ForeignKeyConstraint(["finding_id", "person_id"], ["unusual_reading.id", "unusual_reading.person_id"]),
    CheckConstraint("reviewed_by <> person_id", name="nobody_reviews_their_own_reading"),
    CheckConstraint(f"answer IN ({_GIVEN})", name="answer_is_known"),
    CheckConstraint("words <> ''", name="words_are_said"),
)


def add_unusual_reading(metadata: MetaData) -> None:
    """Give a service's database these tables, and keep their rows."""
    added = [table.to_metadata(metadata) for table in _TABLES.sorted_tables]
    KEEPING.keep_rows(*added)
