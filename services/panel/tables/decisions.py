"""Decisions of the panel, provisional and signed off, and what was finalised. Rows are only ever added."""

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Table,
    Text,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.panel.tables import metadata
from services.panel.tables.analyses import analysis_form
from services.panel.tables.kept import keep_rows
from shared.storage import Instant

# ``missing``: what the quorum lacked, in words; ``taking_part``: ids of those who took part in it.
# ``own_work_because``: why somebody signed what they had themselves written; "" where they had not.
review_decision = Table(
    "review_decision",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_reference", ForeignKey("review_case.reference"), nullable=False, index=True),
    Column("review_version", Integer, nullable=False),
    Column("form_version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("meeting_id", Text, nullable=False, index=True),
    Column("rules_name", Text, nullable=False),
    Column("missing", JSONB, nullable=False),
    Column("taking_part", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("own_work_because", Text, nullable=False),
    Column("decided_by", Text, nullable=False),
    Column("decided_by_name", Text, nullable=False),
    Column("decided_at", Instant, nullable=False),
    CheckConstraint("kind IN ('provisional', 'signed_off')", name="kind_known"),
)
Index(
    "uq_review_decision_signed_off",
    review_decision.c.case_reference,
    review_decision.c.review_version,
    unique=True,
    postgresql_where=review_decision.c.kind == "signed_off",
)

# One row for each review that was finalised: which mapping its analysis form went through, and its hash.
review_finalising = Table(
    "review_finalising",
    metadata,
    Column("case_reference", ForeignKey("review_case.reference"), primary_key=True),
    Column("review_version", Integer, primary_key=True),
    Column("finalised_on", Date, nullable=False),
    Column("finalised_at", Instant, nullable=False),
    Column("finalised_by", Text, nullable=False),
    Column("finalised_by_name", Text, nullable=False),
    Column("mapping_version", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
)

# No review begins beside one that was signed off: reopening the case comes first.
REFUSE_ANALYSES_WITHOUT_REOPENING = (
    """
    CREATE OR REPLACE FUNCTION refuse_analysis_without_reopening() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS (SELECT FROM review_case WHERE reference = NEW.case_reference
                 AND status IN ('completed', 'finalised') AND review_version < NEW.review_version) THEN
        RAISE EXCEPTION 'the review is completed and locked: reopen it first';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER analysis_form_needs_an_open_review BEFORE INSERT ON analysis_form
    FOR EACH ROW EXECUTE FUNCTION refuse_analysis_without_reopening()
    """,
)
keep_rows(review_decision, review_finalising)
for statement in REFUSE_ANALYSES_WITHOUT_REOPENING:
    event.listen(analysis_form, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
