"""Lists of records to dispose of, who proposed and approved them, and what became of each. Only added to."""

from sqlalchemy import (
    DDL,
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
    event,
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

# Which of them the approval is of: what was open to who approved, written before the answer and never after.
disposal_covered = Table(
    "disposal_covered",
    metadata,
    Column("list_id", Text, primary_key=True),
    Column("case_reference", Text, primary_key=True),
    Column("record_type", Text, primary_key=True),
    ForeignKeyConstraint(
        ["list_id", "case_reference", "record_type"],
        ["disposal_item.list_id", "disposal_item.case_reference", "disposal_item.record_type"],
        name="fk_disposal_covered_item",
    ),
)
COVERED_FIRST = (
    """
    CREATE OR REPLACE FUNCTION refuse_cover_after_answer() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS (SELECT FROM disposal_answer WHERE list_id = NEW.list_id) THEN
        RAISE EXCEPTION 'what an approval is of is written before it, and never after';
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER disposal_covered_is_first AFTER INSERT ON disposal_covered
    FOR EACH ROW EXECUTE FUNCTION refuse_cover_after_answer()
    """,
)
for statement in COVERED_FIRST:
    event.listen(disposal_covered, "after_create", DDL(statement))  # type: ignore[no-untyped-call]

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
# Files alone leave no tombstone: that they went under an approval is asked where it is noted.
OUTCOME_COVERED = (
    """
    CREATE OR REPLACE FUNCTION refuse_disposal_without_approval() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NEW.outcome = 'disposed' AND NOT EXISTS (
          SELECT FROM disposal_covered c JOIN disposal_answer a USING (list_id)
          WHERE a.answer = 'approved' AND c.list_id = NEW.list_id
          AND c.case_reference = NEW.case_reference AND c.record_type = NEW.record_type) THEN
        RAISE EXCEPTION 'a record is disposed of only where a second person saw it and approved';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER disposal_outcome_is_covered BEFORE INSERT ON disposal_outcome
    FOR EACH ROW EXECUTE FUNCTION refuse_disposal_without_approval()
    """,
)
for statement in OUTCOME_COVERED:
    event.listen(disposal_outcome, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
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

keep_rows(disposal_list, disposal_item, disposal_covered, disposal_answer, disposal_outcome, counted_death)
