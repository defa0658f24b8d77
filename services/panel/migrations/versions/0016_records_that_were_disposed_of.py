"""Records that were disposed of"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

KEPT_TOMBSTONES = (
    """
    CREATE OR REPLACE FUNCTION public.keep_tombstone() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN  RAISE EXCEPTION 'that a record was disposed of is never changed or removed'; END $$
    """,
    """CREATE TRIGGER disposed_case_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disposed_case FOR EACH STATEMENT EXECUTE FUNCTION public.keep_tombstone()""",
)
MAY = """IF TG_OP <> 'TRUNCATE' AND EXISTS (SELECT FROM public.disposal_under_way
         WHERE transaction_id = pg_current_xact_id()::text) THEN RETURN coalesce(NEW, OLD); END IF;"""
KEEPERS = (
    """
    CREATE OR REPLACE FUNCTION keep_case_restriction() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      MAY_PASS
      IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'who could see a case is never removed';
      END IF;
      IF (OLD.lifted_at IS NOT NULL AND NEW.lifted_at IS DISTINCT FROM OLD.lifted_at) OR (OLD.lifted_by <> '' AND NEW.lifted_by <> OLD.lifted_by) OR (OLD.lifted_by_name <> '' AND NEW.lifted_by_name <> OLD.lifted_by_name) OR (OLD.lifted_because <> '' AND NEW.lifted_because <> OLD.lifted_because)
         OR to_jsonb(NEW) - ARRAY['lifted_at', 'lifted_by', 'lifted_by_name', 'lifted_because'] <> to_jsonb(OLD) - ARRAY['lifted_at', 'lifted_by', 'lifted_by_name', 'lifted_because'] THEN
        RAISE EXCEPTION 'who could see a case is never changed';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION keep_break_glass() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      MAY_PASS
      IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'who could see a case is never removed';
      END IF;
      IF (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at) OR (OLD.acknowledged_by <> '' AND NEW.acknowledged_by <> OLD.acknowledged_by) OR (OLD.acknowledged_by_name <> '' AND NEW.acknowledged_by_name <> OLD.acknowledged_by_name)
         OR to_jsonb(NEW) - ARRAY['ended_at', 'acknowledged_at', 'acknowledged_by', 'acknowledged_by_name'] <> to_jsonb(OLD) - ARRAY['ended_at', 'acknowledged_at', 'acknowledged_by', 'acknowledged_by_name'] THEN
        RAISE EXCEPTION 'who could see a case is never changed';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN MAY_PASS RAISE EXCEPTION 'the history of a case is never changed or removed'; END $$
    """,
    """
    CREATE OR REPLACE FUNCTION keep_analysis() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      MAY_PASS
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
    CREATE OR REPLACE FUNCTION keep_approved_minutes() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      MAY_PASS
      RAISE EXCEPTION 'approved minutes are never changed or removed';
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION keep_rating() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      MAY_PASS
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
    CREATE OR REPLACE FUNCTION keep_rating_round() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      MAY_PASS
      IF TG_OP IN ('DELETE', 'TRUNCATE') OR OLD.opened_at IS NOT NULL THEN
        RAISE EXCEPTION 'a round of ratings that was opened stays as it was';
      END IF;
      RETURN NEW;
    END $$
    """,
)
DISPOSE = r"""CREATE OR REPLACE FUNCTION public.dispose_of_case(disposed text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $disposal$
DECLARE counted jsonb := '{}'; found bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM disposed_case WHERE case_reference = disposed) THEN
    RAISE EXCEPTION 'no disposal of this case was approved';
  END IF;
  INSERT INTO public.disposal_under_way VALUES (pg_current_xact_id()::text, disposed);
  DELETE FROM "message" WHERE about IN (SELECT id FROM owner_link WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('message#0', found);
  DELETE FROM "owner_link" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('owner_link#0', found);
  DELETE FROM "bundle_part" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('bundle_part#0', found);
  DELETE FROM "case_fact" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_fact#0', found);
  DELETE FROM "bundle_reading" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('bundle_reading#0', found);
  DELETE FROM "private_note" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('private_note#0', found);
  DELETE FROM "kept_text" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('kept_text#0', found);
  DELETE FROM "member_rating" WHERE round_id IN (SELECT id FROM rating_round WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('member_rating#0', found);
  DELETE FROM "rating_round" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('rating_round#0', found);
  DELETE FROM "analysis_form" WHERE case_reference = disposed AND completed_on IS NULL;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('analysis_form#0', found);
  UPDATE "analysis_form" SET "form" = (SELECT jsonb_object_agg(name, value) FROM jsonb_each(form) AS e(name, value)
    WHERE name IN ('category', 'secondary_categories', 'modifiability', 'scale_version',
    'category_version', 'form_version', 'causes_agree')) || jsonb_build_object(
  'factors', (SELECT coalesce(jsonb_agg(jsonb_build_object('domain', one -> 'domain', 'factor', '',
      'grade', one -> 'grade', 'modifiable', one -> 'modifiable') ORDER BY n), '[]')
    FROM jsonb_array_elements(coalesce(form -> 'factors', '[]')) WITH ORDINALITY AS f(one, n)),
  'actions', (SELECT coalesce(jsonb_agg(jsonb_build_object('text', 'No longer kept (' || n || ')',
      'level', one -> 'level', 'due_on', one -> 'due_on', 'told_on', one -> 'told_on',
      'id', coalesce(one -> 'id', '""'), 'kind', coalesce(one -> 'kind', '""'),
      'themes', coalesce(one -> 'themes', '[]')) ORDER BY n), '[]')
    FROM jsonb_array_elements(coalesce(form -> 'actions', '[]')) WITH ORDINALITY AS a(one, n))), "sections" = NULL, "saved_by_name" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('analysis_form#1', found);
  UPDATE "action_feedback" SET "words" = '', "by_name" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('action_feedback#0', found);
  UPDATE "action_record" SET "words" = '', "evidence" = '', "own_work_because" = '', "by_name" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('action_record#0', found);
  DELETE FROM "family_answer" WHERE question_id IN (SELECT question_id FROM family_question WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('family_answer#0', found);
  DELETE FROM "family_question" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('family_question#0', found);
  DELETE FROM "case_involvement" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_involvement#0', found);
  DELETE FROM "found_interest" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('found_interest#0', found);
  DELETE FROM "declared_interest" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('declared_interest#0', found);
  DELETE FROM "information_source" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('information_source#0', found);
  DELETE FROM "case_theme" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_theme#0', found);
  DELETE FROM "early_release" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('early_release#0', found);
  UPDATE "hold" SET "reason" = '', "lifted_because" = left(lifted_because, 0) WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('hold#0', found);
  UPDATE "status_change" SET "reason" = '', "concerns" = '', "authorised_by" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('status_change#0', found);
  UPDATE "review_decision" SET "reason" = '', "own_work_because" = '', "decided_by_name" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('review_decision#0', found);
  UPDATE "review_finalising" SET "finalised_by_name" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('review_finalising#0', found);
  UPDATE "agenda_item" SET "late_because" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('agenda_item#0', found);
  UPDATE "bundle_download" SET "reason" = '' WHERE jsonb_exists(cases, disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('bundle_download#0', found);
  UPDATE "approved_minutes" SET "minutes" = minutes || jsonb_build_object(
  'cases', (SELECT coalesce(jsonb_agg(CASE WHEN one ->> 'case_reference' = disposed
      THEN one || '{"lines": []}' ELSE one END ORDER BY n), '[]')
    FROM jsonb_array_elements(minutes -> 'cases') WITH ORDINALITY AS c(one, n)),
  'overdue', (SELECT coalesce(jsonb_agg(CASE WHEN one ->> 'case_reference' = disposed
      THEN one || '{"text": "No longer kept", "owner": ""}' ELSE one END ORDER BY n), '[]')
    FROM jsonb_array_elements(minutes -> 'overdue') WITH ORDINALITY AS o(one, n))), "corrections" = '' WHERE strpos(minutes::text, '"' || disposed || '"') > 0;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('approved_minutes#0', found);
  UPDATE "shared_learning" SET "title" = 'No longer kept', "text" = '' WHERE jsonb_exists(cases, disposed) AND fit_at IS NULL;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('shared_learning#0', found);
  UPDATE "review_case" SET "age_text" = '', "ethnic_category" = '', "place_of_event" = '', "notifier_role" = '', "gestation_weeks" = NULL, "events" = '[]', "supplementary_forms" = '[]', "clocks" = '[]', "has_notification_text" = false WHERE reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('review_case#0', found);
  UPDATE "case_restriction" SET "reason" = '', "lifted_because" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_restriction#0', found);
  UPDATE "break_glass" SET "reason" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('break_glass#0', found);
  DELETE FROM public.disposal_under_way
  WHERE transaction_id = pg_current_xact_id()::text;
  RETURN counted;
END $disposal$"""


def upgrade() -> None:
    op.create_table('disposal_under_way',
    sa.Column('transaction_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('transaction_id', name=op.f('pk_disposal_under_way'))
    )
    op.create_table('disposed_case',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('disposal_id', sa.Text(), nullable=False),
    sa.Column('disposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_disposed_case'))
    )
    for statement in KEPT_TOMBSTONES:
        _run(statement)
    for statement in KEEPERS:
        _run(statement.replace('MAY_PASS', MAY))
    _run(DISPOSE)


def downgrade() -> None:
    _run('DROP FUNCTION dispose_of_case(text)')
    for statement in KEEPERS:
        _run(statement.replace('MAY_PASS', ''))
    op.drop_table('disposed_case')
    op.drop_table('disposal_under_way')
    _run('DROP FUNCTION keep_tombstone()')


def _run(statement: str) -> None:
    op.execute(sa.DDL(statement))  # type: ignore[no-untyped-call]  # a colon in it names no value
