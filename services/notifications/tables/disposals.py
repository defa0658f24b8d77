"""Lists of records to dispose of, who proposed and approved them, and what became of each. Only added to."""

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from services.notifications.tables.kept import keep_rows
from services.notifications.tables.metadata import metadata
from shared.storage import Instant

disposal_list = Table(
    "disposal_list",
    metadata,
    Column("list_id", Text, primary_key=True),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_by_name", Text, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    UniqueConstraint("list_id", "proposed_by"),
)

# What was proposed: a record, those merged into it, and the row of the schedule as it read then.
disposal_item = Table(
    "disposal_item",
    metadata,
    Column("list_id", Text, ForeignKey("disposal_list.list_id"), primary_key=True),
    Column("case_reference", Text, primary_key=True),
    Column("record_type", Text, primary_key=True),
    Column("with_it", ARRAY(Text), nullable=False),
    Column("row_number", BigInteger, ForeignKey("retention_row.number"), nullable=False),
    Column("due_on", Date, nullable=False),
)

# Approved or refused, by somebody else than who proposed: the database checks it too.
disposal_answer = Table(
    "disposal_answer",
    metadata,
    Column("list_id", Text, primary_key=True),
    Column("answer", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("answered_by", Text, nullable=False),
    Column("answered_by_name", Text, nullable=False),
    Column("answered_at", Instant, nullable=False),
    CheckConstraint("answer IN ('approved', 'refused')", name="answer_known"),
    ForeignKeyConstraint(["list_id", "proposed_by"], ["disposal_list.list_id", "disposal_list.proposed_by"]),
    CheckConstraint("answered_by <> proposed_by", name="two_people"),
    CheckConstraint("answer = 'approved' OR reason <> ''", name="refusing_has_a_reason"),
)

# What became of each: disposed of with how many rows of each kind, or kept after all and why.
disposal_outcome = Table(
    "disposal_outcome",
    metadata,
    Column("number", Integer, Identity(), primary_key=True),
    Column("list_id", Text, ForeignKey("disposal_list.list_id"), nullable=False),
    Column("case_reference", Text, nullable=False),
    Column("record_type", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("kinds", JSONB, nullable=False),
    Column("at", Instant, nullable=False),
    UniqueConstraint("list_id", "case_reference", "record_type"),
    CheckConstraint("outcome IN ('disposed', 'kept')", name="outcome_known"),
)
Index(
    "uq_disposal_outcome_disposed",
    disposal_outcome.c.case_reference,
    disposal_outcome.c.record_type,
    unique=True,
    postgresql_where=disposal_outcome.c.outcome == "disposed",
)

# What the report on timeliness counts of a death whose record is gone: its judged clocks, in codes.
counted_death = Table(
    "counted_death",
    metadata,
    Column("case_reference", Text, ForeignKey("notification.case_reference"), primary_key=True),
    Column("counted", JSONB, nullable=False),
)

keep_rows(disposal_list, disposal_item, disposal_answer, disposal_outcome, counted_death)
