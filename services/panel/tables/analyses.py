"""Every saved version of an analysis, and the lock of a completed review."""

from sqlalchemy import DDL, CheckConstraint, Column, Date, ForeignKey, Index, Integer, Table, Text, event
from sqlalchemy.dialects.postgresql import JSONB

from services.panel.tables import metadata
from shared.storage import Instant
from shared.storage.disposal_rules import DISPOSAL_MAY

analysis_form = Table(
    "analysis_form",
    metadata,
    Column("case_reference", ForeignKey("review_case.reference"), primary_key=True),
    Column("review_version", Integer, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("form", JSONB, nullable=False),
    Column("saved_by", Text, nullable=False),
    Column("saved_by_name", Text, nullable=False),
    Column("saved_at", Instant, nullable=False),
    Column("completed_on", Date),
    Column("meeting_id", Text),
    # The sections this save changed, by id; null in rows from before sections were saved one by one.
    Column("sections", JSONB),
    CheckConstraint("version >= 1 AND review_version >= 1", name="versions_from_one"),
)

# Every save is a row of its own, so the history is whole; a completed review takes no further rows, whoever
# asks and by whatever route.
LOCK_COMPLETED_REVIEWS = (
    f"""
    CREATE OR REPLACE FUNCTION keep_analysis() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      {DISPOSAL_MAY}
      IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a saved analysis is never changed or removed';
      END IF;
      IF EXISTS (SELECT FROM analysis_form WHERE case_reference = NEW.case_reference
                 AND review_version = NEW.review_version AND completed_on IS NOT NULL) THEN
        RAISE EXCEPTION 'the review is completed and locked';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER analysis_form_is_kept BEFORE INSERT OR UPDATE OR DELETE ON analysis_form
    FOR EACH ROW EXECUTE FUNCTION keep_analysis()
    """,
    """
    CREATE TRIGGER analysis_form_is_not_emptied BEFORE TRUNCATE ON analysis_form
    FOR EACH STATEMENT EXECUTE FUNCTION keep_analysis()
    """,
)
for statement in LOCK_COMPLETED_REVIEWS:
    event.listen(analysis_form, "after_create", DDL(statement))  # type: ignore[no-untyped-call]

# What somebody typed into a section that another had changed meanwhile: kept until a person chooses.
kept_text = Table(
    "kept_text",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_reference", ForeignKey("review_case.reference"), nullable=False),
    Column("review_version", Integer, nullable=False),
    Column("section", Text, nullable=False),
    Column("base_version", Integer, nullable=False),
    Column("form", JSONB, nullable=False),
    Column("kept_by", Text, nullable=False),
    Column("kept_by_name", Text, nullable=False),
    Column("kept_at", Instant, nullable=False),
    Column("settled_at", Instant),
    Column("settled_by", Text),
    Column("settled_in", Integer),
)
Index("ix_kept_text_case", kept_text.c.case_reference, kept_text.c.review_version)
