"""What happened is kept by the database itself: functions, triggers and checks"""

from alembic import op

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        r"""
CREATE OR REPLACE FUNCTION keep_approved_minutes()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN
      RAISE EXCEPTION 'approved minutes are never changed or removed';
    END $function$
"""
    )
    op.execute(
        r"""
CREATE OR REPLACE FUNCTION keep_history()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN RAISE EXCEPTION 'the history of a case is never changed or removed'; END $function$
"""
    )
    op.execute(
        r"""
CREATE OR REPLACE FUNCTION keep_rating()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN
      IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a rating is never changed or removed';
      END IF;
      -- The round is locked as whoever opens it locks it: no rating slips in beside the opening.
      PERFORM FROM rating_round WHERE id = NEW.round_id AND opened_at IS NULL FOR SHARE;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the ratings of this round are opened';
      END IF;
      RETURN NEW;
    END $function$
"""
    )
    op.execute(
        r"""
CREATE OR REPLACE FUNCTION keep_rating_round()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN
      IF TG_OP = 'DELETE' OR OLD.opened_at IS NOT NULL THEN
        RAISE EXCEPTION 'a round of ratings that was opened stays as it was';
      END IF;
      RETURN NEW;
    END $function$
"""
    )
    op.execute(
        r"""
CREATE OR REPLACE FUNCTION keep_signed_off_case()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN
      IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'a case that was signed off is never removed';
      END IF;
      IF NEW.review_version <> OLD.review_version
         OR NOT (NEW.status = OLD.status OR NEW.status = 'reopened'
                 OR (OLD.status = 'completed' AND NEW.status = 'finalised')) THEN
        RAISE EXCEPTION 'the review is completed: only reopening it changes the decision';
      END IF;
      RETURN NEW;
    END $function$
"""
    )
    op.execute(
        r"""
CREATE OR REPLACE FUNCTION refuse_analysis_without_reopening()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$ BEGIN
      IF EXISTS (SELECT FROM review_case WHERE reference = NEW.case_reference
                 AND status IN ('completed', 'finalised') AND review_version < NEW.review_version) THEN
        RAISE EXCEPTION 'the review is completed and locked: reopen it first';
      END IF;
      RETURN NEW;
    END $function$
"""
    )
    op.execute(
        r"""
CREATE TRIGGER acting_chair_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON acting_chair FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER analysis_form_needs_an_open_review BEFORE INSERT ON analysis_form FOR EACH ROW EXECUTE FUNCTION refuse_analysis_without_reopening()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER approved_minutes_are_kept BEFORE DELETE OR UPDATE ON approved_minutes FOR EACH ROW EXECUTE FUNCTION keep_approved_minutes()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER member_rating_is_kept BEFORE INSERT OR DELETE OR UPDATE ON member_rating FOR EACH ROW EXECUTE FUNCTION keep_rating()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER quorum_rule_set_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON quorum_rule_set FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER rating_round_is_kept BEFORE DELETE OR UPDATE ON rating_round FOR EACH ROW EXECUTE FUNCTION keep_rating_round()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER signed_off_case_is_kept BEFORE DELETE OR UPDATE ON review_case FOR EACH ROW WHEN (OLD.status IN ('completed', 'finalised')) EXECUTE FUNCTION keep_signed_off_case()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER review_decision_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON review_decision FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER review_finalising_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON review_finalising FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER room_movement_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON room_movement FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
"""
    )
    op.execute(
        r"""
CREATE TRIGGER status_change_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON status_change FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
"""
    )
    op.execute(
        r"""
ALTER TABLE review_case DROP CONSTRAINT ck_review_case_status_known
"""
    )
    op.execute(
        r"""
ALTER TABLE review_case ADD CONSTRAINT ck_review_case_status_known CHECK (status IN ('notified', 'gathering', 'ready_for_panel', 'listed', 'deferred', 'reviewed', 'completed', 'finalised', 'reopened', 'out_of_scope', 'transferred', 'duplicate')) NOT VALID
"""
    )
    op.execute(
        r"""
ALTER TABLE status_change DROP CONSTRAINT ck_status_change_from_status_known
"""
    )
    op.execute(
        r"""
ALTER TABLE status_change ADD CONSTRAINT ck_status_change_from_status_known CHECK (from_status IN ('notified', 'gathering', 'ready_for_panel', 'listed', 'deferred', 'reviewed', 'completed', 'finalised', 'reopened', 'out_of_scope', 'transferred', 'duplicate')) NOT VALID
"""
    )
    op.execute(
        r"""
ALTER TABLE status_change DROP CONSTRAINT ck_status_change_to_status_known
"""
    )
    op.execute(
        r"""
ALTER TABLE status_change ADD CONSTRAINT ck_status_change_to_status_known CHECK (to_status IN ('notified', 'gathering', 'ready_for_panel', 'listed', 'deferred', 'reviewed', 'completed', 'finalised', 'reopened', 'out_of_scope', 'transferred', 'duplicate')) NOT VALID
"""
    )


def downgrade() -> None:
    """There is no way back; the version before works on with these."""
