"""What people ask for that is held about them"""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None

KEPT = ('subject_access_request', 'subject_access_step', 'subject_access_decision', 'subject_access_added')
UNTIL_DISPOSAL = """
    CREATE OR REPLACE FUNCTION keep_until_disposal() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN IF TG_OP <> 'TRUNCATE' AND EXISTS (SELECT FROM public.disposal_under_way
         WHERE transaction_id = pg_current_xact_id()::text) THEN RETURN coalesce(NEW, OLD); END IF; RAISE EXCEPTION 'a row of this table is never changed'; END $$
    """
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
  DELETE FROM "subject_access_added" WHERE request_id IN (SELECT request_id FROM subject_access_case WHERE case_reference = disposed) OR case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('subject_access_added#0', found);
  DELETE FROM "subject_access_decision" WHERE request_id IN (SELECT request_id FROM subject_access_case WHERE case_reference = disposed) OR case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('subject_access_decision#0', found);
  DELETE FROM "subject_access_person" WHERE request_id IN (SELECT request_id FROM subject_access_case WHERE case_reference = disposed) OR case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('subject_access_person#0', found);
  DELETE FROM "subject_access_answer" WHERE request_id IN (SELECT request_id FROM subject_access_case WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('subject_access_answer#0', found);
  DELETE FROM "subject_access_step" WHERE request_id IN (SELECT request_id FROM subject_access_case WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('subject_access_step#0', found);
  DELETE FROM "subject_access_request" WHERE request_id IN (SELECT request_id FROM subject_access_case WHERE case_reference = disposed);
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('subject_access_request#0', found);
  DELETE FROM "subject_access_case" WHERE case_reference = disposed;
  GET DIAGNOSTICS found = ROW_COUNT;
  counted := counted || jsonb_build_object('subject_access_case#0', found);
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
# As before: without the tables that this migration adds.
DISPOSED_BEFORE = re.sub(
    r'  DELETE FROM "subject_access_.*?;\n  GET DIAGNOSTICS .*?;\n  counted := .*?;\n', '', DISPOSE
)


def upgrade() -> None:
    op.create_table('subject_access_request',
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('relation', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('received_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_by_name', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_subject_access_request'))
    )
    op.create_table('subject_access_added',
    sa.Column('item_id', sa.Text(), nullable=False),
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('dated', sa.Date(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('added_by', sa.Text(), nullable=False),
    sa.Column('added_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_subject_access_added_case_reference_notification')),
    sa.ForeignKeyConstraint(['request_id'], ['subject_access_request.request_id'], name=op.f('fk_subject_access_added_request_id_subject_access_request')),
    sa.PrimaryKeyConstraint('item_id', name=op.f('pk_subject_access_added'))
    )
    op.create_index(op.f('ix_subject_access_added_request_id'), 'subject_access_added', ['request_id'], unique=False)
    op.create_table('subject_access_case',
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_subject_access_case_case_reference_notification')),
    sa.PrimaryKeyConstraint('request_id', 'case_reference', name=op.f('pk_subject_access_case'))
    )
    op.create_index('ix_subject_access_case_case_reference', 'subject_access_case', ['case_reference'], unique=False)
    op.create_table('subject_access_decision',
    sa.Column('number', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('health', sa.Text(), nullable=False),
    sa.Column('opinion_by', sa.Text(), nullable=False),
    sa.Column('opinion_on', sa.Date(), nullable=True),
    sa.Column('also', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_subject_access_decision_case_reference_notification')),
    sa.ForeignKeyConstraint(['request_id'], ['subject_access_request.request_id'], name=op.f('fk_subject_access_decision_request_id_subject_access_request')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_subject_access_decision'))
    )
    op.create_index(op.f('ix_subject_access_decision_request_id'), 'subject_access_decision', ['request_id'], unique=False)
    op.create_table('subject_access_person',
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('chosen_by', sa.Text(), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_subject_access_person_case_reference_notification')),
    sa.ForeignKeyConstraint(['request_id'], ['subject_access_request.request_id'], name=op.f('fk_subject_access_person_request_id_subject_access_request')),
    sa.PrimaryKeyConstraint('request_id', 'case_reference', 'key', name=op.f('pk_subject_access_person'))
    )
    op.create_table('subject_access_step',
    sa.Column('number', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['subject_access_request.request_id'], name=op.f('fk_subject_access_step_request_id_subject_access_request')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_subject_access_step')),
    sa.UniqueConstraint('number', 'by', name=op.f('uq_subject_access_step_number_by'))
    )
    op.create_index(op.f('ix_subject_access_step_request_id'), 'subject_access_step', ['request_id'], unique=False)
    op.create_table('subject_access_answer',
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('proposed_step', sa.Integer(), nullable=False),
    sa.Column('proposed_by', sa.Text(), nullable=False),
    sa.Column('released_by', sa.Text(), nullable=False),
    sa.Column('released_by_name', sa.Text(), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('pdf_sha256', sa.Text(), nullable=False),
    sa.Column('json_sha256', sa.Text(), nullable=False),
    sa.Column('key_id', sa.Text(), nullable=False),
    sa.Column('sealed_pdf', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_json', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint('released_by <> proposed_by', name=op.f('ck_subject_access_answer_two_people')),
    sa.ForeignKeyConstraint(['proposed_step', 'proposed_by'], ['subject_access_step.number', 'subject_access_step.by'], name='fk_subject_access_answer_proposed'),
    sa.ForeignKeyConstraint(['request_id'], ['subject_access_request.request_id'], name=op.f('fk_subject_access_answer_request_id_subject_access_request')),
    sa.PrimaryKeyConstraint('request_id', name=op.f('pk_subject_access_answer'))
    )
    op.create_index(op.f('ix_subject_access_answer_key_id'), 'subject_access_answer', ['key_id'], unique=False)
    _run(UNTIL_DISPOSAL)
    for table in KEPT:
        _run(
            f'CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}'
            ' FOR EACH STATEMENT EXECUTE FUNCTION keep_until_disposal()'
        )
    _run(DISPOSE)


def downgrade() -> None:
    _run(DISPOSED_BEFORE)
    op.drop_index(op.f('ix_subject_access_answer_key_id'), table_name='subject_access_answer')
    op.drop_table('subject_access_answer')
    op.drop_index(op.f('ix_subject_access_step_request_id'), table_name='subject_access_step')
    op.drop_table('subject_access_step')
    op.drop_table('subject_access_person')
    op.drop_index(op.f('ix_subject_access_decision_request_id'), table_name='subject_access_decision')
    op.drop_table('subject_access_decision')
    op.drop_index('ix_subject_access_case_case_reference', table_name='subject_access_case')
    op.drop_table('subject_access_case')
    op.drop_index(op.f('ix_subject_access_added_request_id'), table_name='subject_access_added')
    op.drop_table('subject_access_added')
    op.drop_table('subject_access_request')
    _run('DROP FUNCTION keep_until_disposal()')


def _run(statement: str) -> None:
    op.execute(sa.DDL(statement))  # type: ignore[no-untyped-call]  # a colon in it names no value
