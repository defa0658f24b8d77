"""Disposals that two people approved, and the function that carries them out"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0011'
down_revision = '0010'
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
)
DISPOSE = r"""CREATE OR REPLACE FUNCTION public.dispose_of_case(disposed text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $disposal$
DECLARE counted jsonb := '{}'; found bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM disposed_case WHERE case_reference = disposed) THEN
    RAISE EXCEPTION 'no disposal of this case was approved';
  END IF;
  INSERT INTO public.disposal_under_way VALUES (pg_current_xact_id()::text, disposed);
  DELETE FROM "message" WHERE about = disposed OR about IN (SELECT request_id FROM reporting_form_request WHERE case_reference = disposed)
    OR about IN (SELECT link_id FROM notify_link WHERE case_reference = disposed)
    OR about IN (SELECT question_id FROM notifier_question WHERE case_reference = disposed)
    OR about IN (SELECT transfer_id FROM case_transfer WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('message#0', found);
  DELETE FROM "redaction_reversal" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('redaction_reversal#0', found);
  DELETE FROM "family_question" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('family_question#0', found);
  DELETE FROM "redaction_hit" WHERE material_id IN (SELECT material_id FROM case_material WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('redaction_hit#0', found);
  DELETE FROM "case_material" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_material#0', found);
  DELETE FROM "document_content" WHERE document_id IN (SELECT document_id FROM stored_document WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('document_content#0', found);
  DELETE FROM "stored_document" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('stored_document#0', found);
  DELETE FROM "supplementary_form_return" WHERE request_id IN (SELECT request_id FROM reporting_form_request WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('supplementary_form_return#0', found);
  DELETE FROM "request_step" WHERE request_id IN (SELECT request_id FROM reporting_form_request WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('request_step#0', found);
  DELETE FROM "request_chase" WHERE request_id IN (SELECT request_id FROM reporting_form_request WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('request_chase#0', found);
  DELETE FROM "responder_link" WHERE request_id IN (SELECT request_id FROM reporting_form_request WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('responder_link#0', found);
  DELETE FROM "reporting_form_draft" WHERE request_id IN (SELECT request_id FROM reporting_form_request WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('reporting_form_draft#0', found);
  DELETE FROM "reporting_form_return" WHERE request_id IN (SELECT request_id FROM reporting_form_request WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('reporting_form_return#0', found);
  DELETE FROM "earlier_return" WHERE request_id IN (SELECT request_id FROM reporting_form_request WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('earlier_return#0', found);
  DELETE FROM "reporting_form_request" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('reporting_form_request#0', found);
  DELETE FROM "chasing_pause" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('chasing_pause#0', found);
  DELETE FROM "short_lived_settled" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('short_lived_settled#0', found);
  DELETE FROM "chosen_fact" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('chosen_fact#0', found);
  DELETE FROM "follow_up_answer" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('follow_up_answer#0', found);
  DELETE FROM "earlier_answers" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('earlier_answers#0', found);
  DELETE FROM "notifier_question" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('notifier_question#0', found);
  DELETE FROM "notify_link" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('notify_link#0', found);
  DELETE FROM "case_transfer" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_transfer#0', found);
  DELETE FROM "idempotency_key" WHERE answer ->> 'case_reference' = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('idempotency_key#0', found);
  UPDATE "imported_row" SET "cells" = '{}', "given" = NULL, "sources" = NULL, "faults" = NULL, "reason" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('imported_row#0', found);
  DELETE FROM "child_lookup_key" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('child_lookup_key#0', found);
  DELETE FROM "child_recognition" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('child_recognition#0', found);
  DELETE FROM "child_identity" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('child_identity#0', found);
  DELETE FROM "identity_trace" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('identity_trace#0', found);
  DELETE FROM "scope_decision" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('scope_decision#0', found);
  DELETE FROM "care_plan_prompt" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('care_plan_prompt#0', found);
  DELETE FROM "possible_duplicate" WHERE disposed IN (case_reference, other_reference);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('possible_duplicate#0', found);
  DELETE FROM "notification_merge" WHERE disposed IN (case_reference, into_reference);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('notification_merge#0', found);
  DELETE FROM "child_link" WHERE disposed IN (one_reference, other_reference);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('child_link#0', found);
  DELETE FROM "cluster_decision" WHERE jsonb_exists(cases, disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('cluster_decision#0', found);
  DELETE FROM "family_entry" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('family_entry#0', found);
  DELETE FROM "key_worker" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('key_worker#0', found);
  DELETE FROM "joint_agency_action" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('joint_agency_action#0', found);
  DELETE FROM "joint_agency_meeting" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('joint_agency_meeting#0', found);
  DELETE FROM "joint_agency_visit" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('joint_agency_visit#0', found);
  DELETE FROM "joint_agency_call" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('joint_agency_call#0', found);
  DELETE FROM "joint_agency_decision" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('joint_agency_decision#0', found);
  DELETE FROM "process_step" WHERE process_id IN (SELECT process_id FROM parallel_process WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('process_step#0', found);
  DELETE FROM "parallel_process" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('parallel_process#0', found);
  DELETE FROM "coroner_disclosure" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('coroner_disclosure#0', found);
  DELETE FROM "referral" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('referral#0', found);
  DELETE FROM "imported_review" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('imported_review#0', found);
  DELETE FROM "clock_judgement" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('clock_judgement#0', found);
  DELETE FROM "case_projection" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_projection#0', found);
  DELETE FROM "national_return_file" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('national_return_file#0', found);
  UPDATE "national_return_step" SET "receipt" = '', "reason" = '', "recorded_by" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('national_return_step#0', found);
  UPDATE "breach_reason" SET "words" = '', "recorded_by" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('breach_reason#0', found);
  DELETE FROM "case_milestone" WHERE case_reference = disposed AND kind <> 'national_database_finalised';
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_milestone#0', found);
  UPDATE "case_milestone" SET "note" = '', "recorded_by" = '', "withdrawn_because" = left(withdrawn_because, 0) WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_milestone#1', found);
  UPDATE "case_restriction" SET "reason" = '', "lifted_because" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('case_restriction#0', found);
  UPDATE "break_glass" SET "reason" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('break_glass#0', found);
  UPDATE "notification" SET "answers" = jsonb_build_object('form_name', answers -> 'form_name', 'form_version',
    answers -> 'form_version', 'values', '{}'::jsonb, 'groups', '{}'::jsonb, 'not_understood', '{}'::jsonb), "changes" = (SELECT coalesce(jsonb_agg(one || '{"by": "", "reason": ""}' ORDER BY n), '[]')
    FROM jsonb_array_elements(changes) WITH ORDINALITY AS c(one, n)), "submitted_by" = '' WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('notification#0', found);
  DELETE FROM public.disposal_under_way
  WHERE transaction_id = pg_current_xact_id()::text;
  RETURN counted;
END $disposal$"""
APPROVED_ONLY = (
    """
    CREATE OR REPLACE FUNCTION refuse_tombstone_without_approval() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NOT EXISTS (SELECT FROM disposal_item i JOIN disposal_answer a USING (list_id)
                     WHERE a.answer = 'approved' AND i.list_id = NEW.disposal_id
                     AND i.record_type <> 'original_documents'
                     AND NEW.case_reference = ANY (i.with_it || i.case_reference)) THEN
        RAISE EXCEPTION 'a record is disposed of only under a list that a second person approved';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER disposed_case_is_approved BEFORE INSERT ON disposed_case
    FOR EACH ROW EXECUTE FUNCTION refuse_tombstone_without_approval()
    """,
)


def upgrade() -> None:
    op.create_table('disposal_list',
    sa.Column('list_id', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('proposed_by_name', sa.Text(), nullable=False),
    sa.Column('proposed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('list_id', name=op.f('pk_disposal_list')),
    sa.UniqueConstraint('list_id', 'proposed_by', name=op.f('uq_disposal_list_list_id_proposed_by'))
    )
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
    op.create_table('counted_death',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('counted', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_counted_death_case_reference_notification')),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_counted_death'))
    )
    op.create_table('disposal_answer',
    sa.Column('list_id', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('answered_by', sa.Text(), nullable=False),
    sa.Column('answered_by_name', sa.Text(), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("answer = 'approved' OR reason <> ''", name=op.f('ck_disposal_answer_refusing_has_a_reason')),
    sa.CheckConstraint("answer IN ('approved', 'refused')", name=op.f('ck_disposal_answer_answer_known')),
    sa.CheckConstraint('answered_by <> proposed_by', name=op.f('ck_disposal_answer_two_people')),
    sa.ForeignKeyConstraint(['list_id', 'proposed_by'], ['disposal_list.list_id', 'disposal_list.proposed_by'], name=op.f('fk_disposal_answer_list_id_proposed_by_disposal_list')),
    sa.PrimaryKeyConstraint('list_id', name=op.f('pk_disposal_answer'))
    )
    op.create_table('disposal_item',
    sa.Column('list_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('record_type', sa.Text(), nullable=False),
    sa.Column('with_it', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('row_number', sa.BigInteger(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['list_id'], ['disposal_list.list_id'], name=op.f('fk_disposal_item_list_id_disposal_list')),
    sa.ForeignKeyConstraint(['row_number'], ['retention_row.number'], name=op.f('fk_disposal_item_row_number_retention_row')),
    sa.PrimaryKeyConstraint('list_id', 'case_reference', 'record_type', name=op.f('pk_disposal_item'))
    )
    op.create_table('disposal_outcome',
    sa.Column('number', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('list_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('record_type', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('kinds', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("outcome IN ('disposed', 'kept')", name=op.f('ck_disposal_outcome_outcome_known')),
    sa.ForeignKeyConstraint(['list_id'], ['disposal_list.list_id'], name=op.f('fk_disposal_outcome_list_id_disposal_list')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_disposal_outcome')),
    sa.UniqueConstraint('list_id', 'case_reference', 'record_type', name=op.f('uq_disposal_outcome_list_id_case_reference_record_type'))
    )
    op.create_index('uq_disposal_outcome_disposed', 'disposal_outcome', ['case_reference', 'record_type'], unique=True, postgresql_where=sa.text("outcome = 'disposed'"))
    for statement in KEPT_TOMBSTONES:
        _run(statement)
    for statement in KEEPERS:
        _run(statement.replace('MAY_PASS', MAY))
    _run(DISPOSE)
    for statement in APPROVED_ONLY:
        _run(statement)
    for table in ('disposal_list', 'disposal_item', 'disposal_answer', 'disposal_outcome', 'counted_death'):
        _run(
            f'CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}'
            ' FOR EACH STATEMENT EXECUTE FUNCTION keep_rows()'
        )


def downgrade() -> None:
    _run('DROP FUNCTION dispose_of_case(text)')
    for statement in KEEPERS:
        _run(statement.replace('MAY_PASS', ''))
    op.drop_index('uq_disposal_outcome_disposed', table_name='disposal_outcome', postgresql_where=sa.text("outcome = 'disposed'"))
    op.drop_table('disposal_outcome')
    op.drop_table('disposal_item')
    op.drop_table('disposal_answer')
    op.drop_table('counted_death')
    op.drop_table('disposed_case')
    op.drop_table('disposal_under_way')
    op.drop_table('disposal_list')
    _run('DROP FUNCTION keep_tombstone()')
    _run('DROP FUNCTION refuse_tombstone_without_approval()')


def _run(statement: str) -> None:
    op.execute(sa.DDL(statement))  # type: ignore[no-untyped-call]  # a colon in it names no value
