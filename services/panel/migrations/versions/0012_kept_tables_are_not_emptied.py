"""Kept tables are not emptied: TRUNCATE asks no trigger of rows"""

from alembic import op

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

KEEP_RATING_ROUND = """
    CREATE OR REPLACE FUNCTION keep_rating_round() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF {removed} OR OLD.opened_at IS NOT NULL THEN
        RAISE EXCEPTION 'a round of ratings that was opened stays as it was';
      END IF;
      RETURN NEW;
    END $$
"""
KEEP_SIGNED_OFF_CASE = """
    CREATE OR REPLACE FUNCTION keep_signed_off_case() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF {removed} THEN
        RAISE EXCEPTION 'a case that was signed off is never removed';
      END IF;
      IF NEW.review_version <> OLD.review_version
         OR NOT (NEW.status = OLD.status OR NEW.status = 'reopened'
                 OR (OLD.status = 'completed' AND NEW.status = 'finalised')) THEN
        RAISE EXCEPTION 'the review is completed: only reopening it changes the decision';
      END IF;
      RETURN NEW;
    END $$
"""
OR_EMPTIED = "TG_OP IN ('DELETE', 'TRUNCATE')"
DELETED = "TG_OP = 'DELETE'"
KEPT = (
    ('analysis_form_is_not_emptied', 'analysis_form', 'keep_analysis'),
    ('member_rating_is_not_emptied', 'member_rating', 'keep_rating'),
    ('approved_minutes_are_not_emptied', 'approved_minutes', 'keep_approved_minutes'),
    ('rating_round_is_not_emptied', 'rating_round', 'keep_rating_round'),
    ('review_case_is_not_emptied', 'review_case', 'keep_signed_off_case'),
)


def upgrade() -> None:
    for function in (KEEP_RATING_ROUND, KEEP_SIGNED_OFF_CASE):
        op.execute(function.format(removed=OR_EMPTIED))
    for name, table, function in KEPT:
        op.execute(
            f'CREATE OR REPLACE TRIGGER {name} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION {function}()'
        )


def downgrade() -> None:
    for name, table, _ in KEPT:
        op.execute(f'DROP TRIGGER {name} ON {table}')
    for function in (KEEP_RATING_ROUND, KEEP_SIGNED_OFF_CASE):
        op.execute(function.format(removed=DELETED))
