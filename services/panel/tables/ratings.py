"""Members' independent ratings, in rounds: every version is kept, and none taken once a round is opened."""

from sqlalchemy import (
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
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
from shared.storage import Instant
from shared.storage.disposal_rules import DISPOSAL_MAY

# ``factors``: domain and text of the draft factors that are rated, without the draft's own grades.
rating_round = Table(
    "rating_round",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_reference", ForeignKey("review_case.reference"), nullable=False),
    Column("review_version", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("factors", JSONB, nullable=False),
    Column("scale_version", Text, nullable=False),
    Column("category_version", Text, nullable=False),
    Column("asked_by", Text, nullable=False),
    Column("asked_by_name", Text, nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("because", Text, nullable=False),
    Column("opened_at", Instant),
    Column("opened_by", Text),
    Column("opened_by_name", Text),
    Column("opened_because", Text),
    Column("expected", Integer),
    Column("came_in", Integer),
    CheckConstraint("number >= 1", name="number_from_one"),
)
Index("uq_rating_round_number", rating_round.c.case_reference, rating_round.c.number, unique=True)
# One round of a case at a time.
Index(
    "uq_rating_round_not_opened",
    rating_round.c.case_reference,
    unique=True,
    postgresql_where=rating_round.c.opened_at.is_(None),
)

member_rating = Table(
    "member_rating",
    metadata,
    Column("round_id", ForeignKey("rating_round.id"), primary_key=True),
    Column("person_id", Text, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("rating", JSONB, nullable=False),
    Column("rated_at", Instant, nullable=False),
    CheckConstraint("version >= 1", name="version_from_one"),
)

KEEP_RATINGS = (
    f"""
    CREATE OR REPLACE FUNCTION keep_rating() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      {DISPOSAL_MAY}
      IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a rating is never changed or removed';
      END IF;
      -- The round is locked as whoever opens it locks it: no rating slips in beside the opening.
      PERFORM FROM rating_round WHERE id = NEW.round_id AND opened_at IS NULL FOR SHARE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the ratings of this round are opened';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER member_rating_is_kept BEFORE INSERT OR UPDATE OR DELETE ON member_rating
    FOR EACH ROW EXECUTE FUNCTION keep_rating()
    """,
    """
    CREATE TRIGGER member_rating_is_not_emptied BEFORE TRUNCATE ON member_rating
    FOR EACH STATEMENT EXECUTE FUNCTION keep_rating()
    """,
)
KEEP_ROUNDS = (
    f"""
    CREATE OR REPLACE FUNCTION keep_rating_round() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      {DISPOSAL_MAY}
      IF TG_OP IN ('DELETE', 'TRUNCATE') OR OLD.opened_at IS NOT NULL THEN
        RAISE EXCEPTION 'a round of ratings that was opened stays as it was';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER rating_round_is_kept BEFORE UPDATE OR DELETE ON rating_round
    FOR EACH ROW EXECUTE FUNCTION keep_rating_round()
    """,
    """
    CREATE TRIGGER rating_round_is_not_emptied BEFORE TRUNCATE ON rating_round
    FOR EACH STATEMENT EXECUTE FUNCTION keep_rating_round()
    """,
)
for statement in KEEP_RATINGS:
    event.listen(member_rating, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
for statement in KEEP_ROUNDS:
    event.listen(rating_round, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
