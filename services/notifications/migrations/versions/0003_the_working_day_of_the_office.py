"""The working day of the office"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agency',
    sa.Column('agency_id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('sector', sa.Text(), nullable=False),
    sa.Column('escalation_email', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.Column('predecessor_id', sa.Text(), nullable=True),
    sa.Column('due_after', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['predecessor_id'], ['agency.agency_id'], name=op.f('fk_agency_predecessor_id_agency')),
    sa.PrimaryKeyConstraint('agency_id', name=op.f('pk_agency'))
    )
    op.create_table('care_plan_address',
    sa.Column('entry_id', sa.Text(), nullable=False),
    sa.Column('house', sa.Text(), nullable=False),
    sa.Column('flat', sa.Text(), nullable=False),
    sa.Column('street', sa.Text(), nullable=False),
    sa.Column('postcode', sa.Text(), nullable=False),
    sa.Column('house_key', sa.Text(), nullable=False),
    sa.Column('flat_key', sa.Text(), nullable=False),
    sa.Column('call_who', sa.Text(), nullable=False),
    sa.Column('telephone', sa.Text(), nullable=False),
    sa.Column('nhs_number', sa.Text(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('entered_by', sa.Text(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('renewed_on', sa.Date(), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_because', sa.Text(), nullable=False),
    sa.Column('ended_by', sa.Text(), nullable=False),
    sa.CheckConstraint("ended_on IS NULL OR (postcode = '' AND nhs_number = '')", name=op.f('ck_care_plan_address_ended_is_empty')),
    sa.CheckConstraint('expires_on >= valid_from', name=op.f('ck_care_plan_address_dates_in_order')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_care_plan_address'))
    )
    op.create_index('ix_care_plan_address_nhs_number', 'care_plan_address', ['nhs_number'], unique=False, postgresql_where=sa.text('ended_on IS NULL'))
    op.create_index('ix_care_plan_address_postcode', 'care_plan_address', ['postcode'], unique=False, postgresql_where=sa.text('ended_on IS NULL'))
    op.create_table('child_lookup_key',
    sa.Column('key', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('key', 'case_reference', name=op.f('pk_child_lookup_key'))
    )
    op.create_index(op.f('ix_child_lookup_key_case_reference'), 'child_lookup_key', ['case_reference'], unique=False)
    op.create_table('import_batch',
    sa.Column('batch_id', sa.Text(), nullable=False),
    sa.Column('file_name', sa.Text(), nullable=False),
    sa.Column('file_hash', sa.Text(), nullable=False),
    sa.Column('file_kind', sa.Text(), nullable=False),
    sa.Column('remarks', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('sheets', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('status_since', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploaded_by', sa.Text(), nullable=False),
    sa.Column('sheet', sa.Text(), server_default='', nullable=False),
    sa.Column('header_row', sa.Integer(), nullable=True),
    sa.Column('mapping', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('acting', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('panel_code', sa.Text(), server_default='', nullable=False),
    sa.Column('demonstration', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('undo_reason', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('batch_id', name=op.f('pk_import_batch'))
    )
    op.create_index(op.f('ix_import_batch_file_hash'), 'import_batch', ['file_hash'], unique=False)
    op.create_index(op.f('ix_import_batch_status'), 'import_batch', ['status'], unique=False)
    op.create_table('import_mapping',
    sa.Column('mapping_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('saved_on', sa.Date(), nullable=False),
    sa.Column('saved_by', sa.Text(), nullable=False),
    sa.Column('definition', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.PrimaryKeyConstraint('mapping_id', 'version', name=op.f('pk_import_mapping'))
    )
    op.create_table('message',
    sa.Column('message_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('link', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('about', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.Column('failure', sa.Text(), nullable=False),
    sa.Column('provider_reference', sa.Text(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_message'))
    )
    op.create_index(op.f('ix_message_about'), 'message', ['about'], unique=False)
    op.create_index(op.f('ix_message_created_at'), 'message', ['created_at'], unique=False)
    op.create_index('ix_message_to_send', 'message', ['next_try_at'], unique=False, postgresql_where=sa.text("state IN ('queued', 'sending')"))
    op.create_table('notification_draft',
    sa.Column('draft_id', sa.Text(), nullable=False),
    sa.Column('given', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('form_version', sa.Text(), nullable=False),
    sa.Column('saved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('draft_id', name=op.f('pk_notification_draft'))
    )
    op.create_index(op.f('ix_notification_draft_expires_at'), 'notification_draft', ['expires_at'], unique=False)
    op.create_table('office_switch',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('on', sa.Boolean(), nullable=False),
    sa.Column('changed_by', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', 'changed_at', name=op.f('pk_office_switch'))
    )
    op.create_table('reminder_day',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent', sa.Integer(), server_default='0', nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_reminder_day'))
    )
    op.create_table('breach_reason',
    sa.Column('breach_reason_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('clock_id', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('list_version', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_breach_reason_case_reference_notification')),
    sa.PrimaryKeyConstraint('breach_reason_id', name=op.f('pk_breach_reason'))
    )
    op.create_index(op.f('ix_breach_reason_case_reference'), 'breach_reason', ['case_reference'], unique=False)
    op.create_table('care_plan_prompt',
    sa.Column('prompt_id', sa.Text(), nullable=False),
    sa.Column('entry_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('same_house', sa.Boolean(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=False),
    sa.Column('settled_how', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_care_plan_prompt_case_reference_notification')),
    sa.ForeignKeyConstraint(['entry_id'], ['care_plan_address.entry_id'], name=op.f('fk_care_plan_prompt_entry_id_care_plan_address')),
    sa.PrimaryKeyConstraint('prompt_id', name=op.f('pk_care_plan_prompt'))
    )
    op.create_index(op.f('ix_care_plan_prompt_entry_id'), 'care_plan_prompt', ['entry_id'], unique=False)
    op.create_table('case_milestone',
    sa.Column('milestone_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Text(), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_case_milestone_case_reference_notification')),
    sa.PrimaryKeyConstraint('milestone_id', name=op.f('pk_case_milestone'))
    )
    op.create_index(op.f('ix_case_milestone_case_reference'), 'case_milestone', ['case_reference'], unique=False)
    op.create_index('ix_case_milestone_once', 'case_milestone', ['case_reference', 'kind'], unique=True, postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.create_table('case_transfer',
    sa.Column('transfer_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('number', sa.Text(), nullable=False),
    sa.Column('panel', sa.Text(), nullable=False),
    sa.Column('panel_name', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('transferred_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('transferred_by', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('remind_on', sa.Date(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('received_on', sa.Date(), nullable=True),
    sa.Column('received_by', sa.Text(), nullable=False),
    sa.Column('receipt', sa.Text(), nullable=False),
    sa.Column('through', sa.Text(), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_case_transfer_case_reference_notification')),
    sa.PrimaryKeyConstraint('transfer_id', name=op.f('pk_case_transfer')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_case_transfer_fingerprint')),
    sa.UniqueConstraint('number', name=op.f('uq_case_transfer_number'))
    )
    op.create_index(op.f('ix_case_transfer_case_reference'), 'case_transfer', ['case_reference'], unique=False)
    op.create_index(op.f('ix_case_transfer_transferred_at'), 'case_transfer', ['transferred_at'], unique=False)
    op.create_table('chasing_pause',
    sa.Column('pause_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('begun_by', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_chasing_pause_case_reference_notification')),
    sa.PrimaryKeyConstraint('pause_id', name=op.f('pk_chasing_pause'))
    )
    op.create_index('ix_chasing_pause_open', 'chasing_pause', ['case_reference'], unique=True, postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('child_link',
    sa.Column('link_id', sa.Text(), nullable=False),
    sa.Column('one_reference', sa.Text(), nullable=False),
    sa.Column('other_reference', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('linked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('linked_by', sa.Text(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), server_default='', nullable=False),
    sa.Column('ended_reason', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['one_reference'], ['notification.case_reference'], name=op.f('fk_child_link_one_reference_notification')),
    sa.ForeignKeyConstraint(['other_reference'], ['notification.case_reference'], name=op.f('fk_child_link_other_reference_notification')),
    sa.PrimaryKeyConstraint('link_id', name=op.f('pk_child_link'))
    )
    op.create_index(op.f('ix_child_link_one_reference'), 'child_link', ['one_reference'], unique=False)
    op.create_index(op.f('ix_child_link_other_reference'), 'child_link', ['other_reference'], unique=False)
    op.create_table('child_recognition',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('aliases', sa.Text(), nullable=False),
    sa.Column('other_postcode', sa.Text(), nullable=False),
    sa.Column('rules_version', sa.Text(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('compared_again_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_child_recognition_case_reference_notification')),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_child_recognition'))
    )
    op.create_index(op.f('ix_child_recognition_rules_version'), 'child_recognition', ['rules_version'], unique=False)
    op.create_index('ix_child_recognition_to_compare', 'child_recognition', ['kept_at'], unique=False, postgresql_where=sa.text('compared_again_at IS NULL'))
    op.create_table('chosen_fact',
    sa.Column('choice_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('fact', sa.Text(), nullable=False),
    sa.Column('facts_version', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('chosen_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_chosen_fact_case_reference_notification')),
    sa.PrimaryKeyConstraint('choice_id', name=op.f('pk_chosen_fact'))
    )
    op.create_index(op.f('ix_chosen_fact_case_reference'), 'chosen_fact', ['case_reference'], unique=False)
    op.create_table('clock_judgement',
    sa.Column('judgement_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('clock_id', sa.Text(), nullable=False),
    sa.Column('clock_version', sa.Text(), nullable=False),
    sa.Column('calendar_version', sa.Text(), nullable=False),
    sa.Column('started', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_on', sa.Date(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('met', sa.Boolean(), nullable=True),
    sa.Column('working', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('judged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('judged_by', sa.Text(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('superseded_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_clock_judgement_case_reference_notification')),
    sa.PrimaryKeyConstraint('judgement_id', name=op.f('pk_clock_judgement'))
    )
    op.create_index(op.f('ix_clock_judgement_case_reference'), 'clock_judgement', ['case_reference'], unique=False)
    op.create_index('ix_clock_judgement_once', 'clock_judgement', ['case_reference', 'clock_id'], unique=True, postgresql_where=sa.text('superseded_at IS NULL'))
    op.create_table('coroner_disclosure',
    sa.Column('disclosure_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('coroner', sa.Text(), nullable=False),
    sa.Column('agreement', sa.Text(), nullable=False),
    sa.Column('agreement_version', sa.Text(), nullable=False),
    sa.Column('recipient', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('parts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('disclosed_on', sa.Date(), nullable=False),
    sa.Column('disclosed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disclosed_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_coroner_disclosure_case_reference_notification')),
    sa.PrimaryKeyConstraint('disclosure_id', name=op.f('pk_coroner_disclosure'))
    )
    op.create_index(op.f('ix_coroner_disclosure_case_reference'), 'coroner_disclosure', ['case_reference'], unique=False)
    op.create_table('family_entry',
    sa.Column('entry_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('topic', sa.Text(), nullable=False),
    sa.Column('topic_version', sa.Text(), nullable=False),
    sa.Column('answers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_family_entry_case_reference_notification')),
    sa.PrimaryKeyConstraint('entry_id', name=op.f('pk_family_entry'))
    )
    op.create_index(op.f('ix_family_entry_case_reference'), 'family_entry', ['case_reference'], unique=False)
    op.create_table('follow_up_answer',
    sa.Column('answer_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('form_version', sa.Text(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('was', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('became', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('told_by', sa.Text(), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_follow_up_answer_case_reference_notification')),
    sa.PrimaryKeyConstraint('answer_id', name=op.f('pk_follow_up_answer'))
    )
    op.create_index(op.f('ix_follow_up_answer_case_reference'), 'follow_up_answer', ['case_reference'], unique=False)
    op.create_table('identity_trace',
    sa.Column('trace_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('nhs_number', sa.Text(), nullable=False),
    sa.Column('number_before', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('confirmed_by', sa.Text(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Text(), server_default='', nullable=False),
    sa.Column('undone_reason', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_identity_trace_case_reference_notification')),
    sa.PrimaryKeyConstraint('trace_id', name=op.f('pk_identity_trace'))
    )
    op.create_index(op.f('ix_identity_trace_case_reference'), 'identity_trace', ['case_reference'], unique=False)
    op.create_table('imported_review',
    sa.Column('import_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('form_name', sa.Text(), nullable=False),
    sa.Column('form_version', sa.Text(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('fields', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('not_understood', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('imported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('imported_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_imported_review_case_reference_notification')),
    sa.PrimaryKeyConstraint('import_id', name=op.f('pk_imported_review'))
    )
    op.create_index(op.f('ix_imported_review_case_reference'), 'imported_review', ['case_reference'], unique=False)
    op.create_table('imported_row',
    sa.Column('batch_id', sa.Text(), nullable=False),
    sa.Column('sheet', sa.Text(), nullable=False),
    sa.Column('row_number', sa.Integer(), nullable=False),
    sa.Column('cells', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('given', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('sources', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('faults', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('fingerprint', sa.Text(), server_default='', nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=True),
    sa.Column('state_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['batch_id'], ['import_batch.batch_id'], name=op.f('fk_imported_row_batch_id_import_batch')),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_imported_row_case_reference_notification')),
    sa.PrimaryKeyConstraint('batch_id', 'sheet', 'row_number', name=op.f('pk_imported_row'))
    )
    op.create_index(op.f('ix_imported_row_case_reference'), 'imported_row', ['case_reference'], unique=False)
    op.create_index('ix_imported_row_fingerprint', 'imported_row', ['fingerprint'], unique=False)
    op.create_index('ix_imported_row_state', 'imported_row', ['batch_id', 'state', 'row_number'], unique=False)
    op.create_table('joint_agency_call',
    sa.Column('call_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('who', sa.Text(), nullable=False),
    sa.Column('called_on', sa.Date(), nullable=False),
    sa.Column('called_time', sa.Text(), nullable=False),
    sa.Column('reached', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_joint_agency_call_case_reference_notification')),
    sa.PrimaryKeyConstraint('call_id', name=op.f('pk_joint_agency_call'))
    )
    op.create_index(op.f('ix_joint_agency_call_case_reference'), 'joint_agency_call', ['case_reference'], unique=False)
    op.create_table('joint_agency_decision',
    sa.Column('decision_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('criteria_version', sa.Text(), nullable=False),
    sa.Column('findings', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('suggested', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('decided_time', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_joint_agency_decision_case_reference_notification')),
    sa.PrimaryKeyConstraint('decision_id', name=op.f('pk_joint_agency_decision'))
    )
    op.create_index(op.f('ix_joint_agency_decision_case_reference'), 'joint_agency_decision', ['case_reference'], unique=False)
    op.create_table('joint_agency_meeting',
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('held_time', sa.Text(), nullable=False),
    sa.Column('chair', sa.Text(), nullable=False),
    sa.Column('attendees', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('others', sa.Text(), nullable=False),
    sa.Column('known', sa.Text(), nullable=False),
    sa.Column('planned', sa.Text(), nullable=False),
    sa.Column('risks', sa.Text(), nullable=False),
    sa.Column('is_review_meeting', sa.Boolean(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_joint_agency_meeting_case_reference_notification')),
    sa.PrimaryKeyConstraint('meeting_id', name=op.f('pk_joint_agency_meeting'))
    )
    op.create_index(op.f('ix_joint_agency_meeting_case_reference'), 'joint_agency_meeting', ['case_reference'], unique=False)
    op.create_table('joint_agency_visit',
    sa.Column('visit_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('visited_on', sa.Date(), nullable=True),
    sa.Column('visited_time', sa.Text(), nullable=False),
    sa.Column('roles', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('told_of_review', sa.Text(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_joint_agency_visit_case_reference_notification')),
    sa.PrimaryKeyConstraint('visit_id', name=op.f('pk_joint_agency_visit'))
    )
    op.create_index(op.f('ix_joint_agency_visit_case_reference'), 'joint_agency_visit', ['case_reference'], unique=False)
    op.create_table('key_worker',
    sa.Column('key_worker_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('telephone', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('until_on', sa.Date(), nullable=True),
    sa.Column('ended_because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_key_worker_case_reference_notification')),
    sa.PrimaryKeyConstraint('key_worker_id', name=op.f('pk_key_worker'))
    )
    op.create_index(op.f('ix_key_worker_case_reference'), 'key_worker', ['case_reference'], unique=False)
    op.create_table('national_return_file',
    sa.Column('file_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('adapter', sa.Text(), nullable=False),
    sa.Column('mapping_version', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.Text(), nullable=False),
    sa.Column('faults', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_national_return_file_case_reference_notification')),
    sa.PrimaryKeyConstraint('file_id', name=op.f('pk_national_return_file'))
    )
    op.create_index(op.f('ix_national_return_file_case_reference'), 'national_return_file', ['case_reference'], unique=False)
    op.create_table('national_return_step',
    sa.Column('step_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('became', sa.Text(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('receipt', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_national_return_step_case_reference_notification')),
    sa.PrimaryKeyConstraint('step_id', name=op.f('pk_national_return_step'))
    )
    op.create_index(op.f('ix_national_return_step_case_reference'), 'national_return_step', ['case_reference'], unique=False)
    op.create_table('notification_merge',
    sa.Column('merge_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('into_reference', sa.Text(), nullable=False),
    sa.Column('status_before', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('merged_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('merged_by', sa.Text(), nullable=False),
    sa.Column('undone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('undone_by', sa.Text(), server_default='', nullable=False),
    sa.Column('undone_reason', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_notification_merge_case_reference_notification')),
    sa.ForeignKeyConstraint(['into_reference'], ['notification.case_reference'], name=op.f('fk_notification_merge_into_reference_notification')),
    sa.PrimaryKeyConstraint('merge_id', name=op.f('pk_notification_merge'))
    )
    op.create_index(op.f('ix_notification_merge_case_reference'), 'notification_merge', ['case_reference'], unique=False)
    op.create_index(op.f('ix_notification_merge_into_reference'), 'notification_merge', ['into_reference'], unique=False)
    op.create_index(op.f('ix_notification_merge_merged_at'), 'notification_merge', ['merged_at'], unique=False)
    op.create_table('notifier_question',
    sa.Column('question_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('question', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('changed', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_notifier_question_case_reference_notification')),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_notifier_question')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_notifier_question_fingerprint'))
    )
    op.create_index(op.f('ix_notifier_question_case_reference'), 'notifier_question', ['case_reference'], unique=False)
    op.create_table('notify_link',
    sa.Column('link_id', sa.Text(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('sector', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('case_reference', sa.Text(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_notify_link_case_reference_notification')),
    sa.PrimaryKeyConstraint('link_id', name=op.f('pk_notify_link')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_notify_link_fingerprint'))
    )
    op.create_index(op.f('ix_notify_link_made_at'), 'notify_link', ['made_at'], unique=False)
    op.create_table('parallel_process',
    sa.Column('process_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('status_on', sa.Date(), nullable=False),
    sa.Column('opened_on', sa.Date(), nullable=False),
    sa.Column('reference', sa.Text(), nullable=False),
    sa.Column('lead_contact', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('concluded_on', sa.Date(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('may_proceed_on', sa.Date(), nullable=True),
    sa.Column('may_proceed_agreed_by', sa.Text(), nullable=False),
    sa.Column('may_proceed_because', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_parallel_process_case_reference_notification')),
    sa.PrimaryKeyConstraint('process_id', name=op.f('pk_parallel_process'))
    )
    op.create_index(op.f('ix_parallel_process_case_reference'), 'parallel_process', ['case_reference'], unique=False)
    op.create_table('possible_duplicate',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('other_reference', sa.Text(), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('verdict', sa.Text(), nullable=False),
    sa.Column('agreements', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('rules_version', sa.Text(), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decision', sa.Text(), server_default='', nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_by', sa.Text(), server_default='', nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_possible_duplicate_case_reference_notification')),
    sa.ForeignKeyConstraint(['other_reference'], ['notification.case_reference'], name=op.f('fk_possible_duplicate_other_reference_notification')),
    sa.PrimaryKeyConstraint('case_reference', 'other_reference', name=op.f('pk_possible_duplicate'))
    )
    op.create_index('ix_possible_duplicate_other_reference', 'possible_duplicate', ['other_reference'], unique=False)
    op.create_table('referral',
    sa.Column('referral_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('rule_id', sa.Text(), nullable=False),
    sa.Column('rule_version', sa.Text(), nullable=False),
    sa.Column('suggested', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('referred_on', sa.Date(), nullable=True),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_referral_case_reference_notification')),
    sa.PrimaryKeyConstraint('referral_id', name=op.f('pk_referral'))
    )
    op.create_index(op.f('ix_referral_case_reference'), 'referral', ['case_reference'], unique=False)
    op.create_table('scope_decision',
    sa.Column('decision_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('rule_id', sa.Text(), nullable=False),
    sa.Column('rule_version', sa.Text(), nullable=False),
    sa.Column('rule_answer', sa.Text(), nullable=False),
    sa.Column('rule_says', sa.Text(), nullable=False),
    sa.Column('citation', sa.Text(), nullable=False),
    sa.Column('overridden', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('joint_agency_response', sa.Text(), server_default='', nullable=False),
    sa.Column('joint_agency_on', sa.Date(), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_scope_decision_case_reference_notification')),
    sa.PrimaryKeyConstraint('decision_id', name=op.f('pk_scope_decision'))
    )
    op.create_index(op.f('ix_scope_decision_case_reference'), 'scope_decision', ['case_reference'], unique=False)
    op.create_table('short_lived_settled',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('record', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_short_lived_settled_case_reference_notification')),
    sa.PrimaryKeyConstraint('case_reference', 'record', name=op.f('pk_short_lived_settled'))
    )
    op.create_table('stored_document',
    sa.Column('document_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('came_through', sa.Text(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_by', sa.Text(), nullable=False),
    sa.Column('source_role', sa.Text(), nullable=False),
    sa.Column('given_name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('pages', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('has_text', sa.Boolean(), nullable=False),
    sa.Column('checks_version', sa.Text(), nullable=False),
    sa.Column('scanner', sa.Text(), nullable=False),
    sa.Column('source_id', sa.Text(), nullable=False),
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('material_id', sa.Text(), nullable=False),
    sa.Column('discarded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('discarded_by', sa.Text(), nullable=False),
    sa.Column('discard_reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_stored_document_case_reference_notification')),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_stored_document')),
    sa.UniqueConstraint('case_reference', 'number', name=op.f('uq_stored_document_case_reference_number'))
    )
    op.create_index(op.f('ix_stored_document_request_id'), 'stored_document', ['request_id'], unique=False)
    op.create_table('document_content',
    sa.Column('document_id', sa.Text(), nullable=False),
    sa.Column('key_id', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('sealed_text', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['document_id'], ['stored_document.document_id'], name=op.f('fk_document_content_document_id_stored_document')),
    sa.PrimaryKeyConstraint('document_id', name=op.f('pk_document_content'))
    )
    op.create_index(op.f('ix_document_content_key_id'), 'document_content', ['key_id'], unique=False)
    op.create_table('earlier_answers',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('answers', postgresql.JSONB(), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('replaced_by', sa.Text(), nullable=False),
    sa.Column('question_id', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_earlier_answers_case_reference_notification')),
    sa.ForeignKeyConstraint(['question_id'], ['notifier_question.question_id'], name=op.f('fk_earlier_answers_question_id_notifier_question')),
    sa.PrimaryKeyConstraint('case_reference', 'version', name=op.f('pk_earlier_answers'))
    )
    op.create_table('earlier_return',
    sa.Column('earlier_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('form_name', sa.Text(), nullable=False),
    sa.Column('form_version', sa.Text(), nullable=False),
    sa.Column('answers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('narratives', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('not_held', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('set_aside_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['reporting_form_request.request_id'], name=op.f('fk_earlier_return_request_id_reporting_form_request')),
    sa.PrimaryKeyConstraint('earlier_id', name=op.f('pk_earlier_return'))
    )
    op.create_index(op.f('ix_earlier_return_request_id'), 'earlier_return', ['request_id'], unique=False)
    op.create_table('family_question',
    sa.Column('question_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('received_by', sa.Text(), nullable=False),
    sa.Column('status', sa.Text(), nullable=False),
    sa.Column('status_since', sa.Date(), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=False),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('told_by', sa.Text(), nullable=False),
    sa.Column('told_how', sa.Text(), nullable=False),
    sa.Column('told_words', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_family_question_case_reference_notification')),
    sa.ForeignKeyConstraint(['question_id'], ['case_material.material_id'], name=op.f('fk_family_question_question_id_case_material')),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_family_question'))
    )
    op.create_index(op.f('ix_family_question_case_reference'), 'family_question', ['case_reference'], unique=False)
    op.create_index(op.f('ix_family_question_status'), 'family_question', ['status'], unique=False)
    op.create_table('joint_agency_action',
    sa.Column('action_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('owner', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=True),
    sa.Column('settled_note', sa.Text(), nullable=False),
    sa.Column('settled_by', sa.Text(), nullable=False),
    sa.CheckConstraint("(state = 'open') = (settled_on IS NULL)", name=op.f('ck_joint_agency_action_settled_is_dated')),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_joint_agency_action_case_reference_notification')),
    sa.ForeignKeyConstraint(['meeting_id'], ['joint_agency_meeting.meeting_id'], name=op.f('fk_joint_agency_action_meeting_id_joint_agency_meeting')),
    sa.PrimaryKeyConstraint('action_id', name=op.f('pk_joint_agency_action'))
    )
    op.create_index(op.f('ix_joint_agency_action_case_reference'), 'joint_agency_action', ['case_reference'], unique=False)
    op.create_index(op.f('ix_joint_agency_action_meeting_id'), 'joint_agency_action', ['meeting_id'], unique=False)
    op.create_table('process_step',
    sa.Column('step_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('process_id', sa.Text(), nullable=False),
    sa.Column('says', sa.Text(), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('note', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['process_id'], ['parallel_process.process_id'], name=op.f('fk_process_step_process_id_parallel_process')),
    sa.PrimaryKeyConstraint('step_id', name=op.f('pk_process_step'))
    )
    op.create_index(op.f('ix_process_step_process_id'), 'process_step', ['process_id'], unique=False)
    op.create_table('request_step',
    sa.Column('step_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taken_by', sa.Text(), nullable=False),
    sa.Column('became', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['reporting_form_request.request_id'], name=op.f('fk_request_step_request_id_reporting_form_request')),
    sa.PrimaryKeyConstraint('step_id', name=op.f('pk_request_step'))
    )
    op.create_index(op.f('ix_request_step_request_id'), 'request_step', ['request_id'], unique=False)
    op.create_table('supplementary_form_return',
    sa.Column('return_id', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('request_id', sa.Text(), nullable=False),
    sa.Column('form_name', sa.Text(), nullable=False),
    sa.Column('form_version', sa.Text(), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('answers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('narratives', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('not_held', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('asked_for', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['request_id'], ['reporting_form_request.request_id'], name=op.f('fk_supplementary_form_return_request_id_reporting_form_request')),
    sa.PrimaryKeyConstraint('return_id', name=op.f('pk_supplementary_form_return'))
    )
    op.create_index(op.f('ix_supplementary_form_return_request_id'), 'supplementary_form_return', ['request_id'], unique=False)
    op.add_column('notification', sa.Column('scope_version', sa.Text(), server_default='', nullable=False))
    op.add_column('reporting_form_draft', sa.Column('form_version', sa.Text(), nullable=True))
    op.add_column('reporting_form_request', sa.Column('agency_id', sa.Text(), nullable=True))
    op.add_column('reporting_form_request', sa.Column('organisation', sa.Text(), server_default='', nullable=False))
    op.add_column('reporting_form_request', sa.Column('reason', sa.Text(), server_default='', nullable=False))
    op.create_foreign_key(op.f('fk_reporting_form_request_agency_id_agency'), 'reporting_form_request', 'agency', ['agency_id'], ['agency_id'], postgresql_not_valid=True)


def downgrade() -> None:
    op.drop_constraint(op.f('fk_reporting_form_request_agency_id_agency'), 'reporting_form_request', type_='foreignkey')
    op.drop_column('reporting_form_request', 'reason')
    op.drop_column('reporting_form_request', 'organisation')
    op.drop_column('reporting_form_request', 'agency_id')
    op.drop_column('reporting_form_draft', 'form_version')
    op.drop_column('notification', 'scope_version')
    op.drop_index(op.f('ix_supplementary_form_return_request_id'), table_name='supplementary_form_return')
    op.drop_table('supplementary_form_return')
    op.drop_index(op.f('ix_request_step_request_id'), table_name='request_step')
    op.drop_table('request_step')
    op.drop_index(op.f('ix_process_step_process_id'), table_name='process_step')
    op.drop_table('process_step')
    op.drop_index(op.f('ix_joint_agency_action_meeting_id'), table_name='joint_agency_action')
    op.drop_index(op.f('ix_joint_agency_action_case_reference'), table_name='joint_agency_action')
    op.drop_table('joint_agency_action')
    op.drop_index(op.f('ix_family_question_status'), table_name='family_question')
    op.drop_index(op.f('ix_family_question_case_reference'), table_name='family_question')
    op.drop_table('family_question')
    op.drop_index(op.f('ix_earlier_return_request_id'), table_name='earlier_return')
    op.drop_table('earlier_return')
    op.drop_table('earlier_answers')
    op.drop_index(op.f('ix_document_content_key_id'), table_name='document_content')
    op.drop_table('document_content')
    op.drop_index(op.f('ix_stored_document_request_id'), table_name='stored_document')
    op.drop_table('stored_document')
    op.drop_table('short_lived_settled')
    op.drop_index(op.f('ix_scope_decision_case_reference'), table_name='scope_decision')
    op.drop_table('scope_decision')
    op.drop_index(op.f('ix_referral_case_reference'), table_name='referral')
    op.drop_table('referral')
    op.drop_index('ix_possible_duplicate_other_reference', table_name='possible_duplicate')
    op.drop_table('possible_duplicate')
    op.drop_index(op.f('ix_parallel_process_case_reference'), table_name='parallel_process')
    op.drop_table('parallel_process')
    op.drop_index(op.f('ix_notify_link_made_at'), table_name='notify_link')
    op.drop_table('notify_link')
    op.drop_index(op.f('ix_notifier_question_case_reference'), table_name='notifier_question')
    op.drop_table('notifier_question')
    op.drop_index(op.f('ix_notification_merge_merged_at'), table_name='notification_merge')
    op.drop_index(op.f('ix_notification_merge_into_reference'), table_name='notification_merge')
    op.drop_index(op.f('ix_notification_merge_case_reference'), table_name='notification_merge')
    op.drop_table('notification_merge')
    op.drop_index(op.f('ix_national_return_step_case_reference'), table_name='national_return_step')
    op.drop_table('national_return_step')
    op.drop_index(op.f('ix_national_return_file_case_reference'), table_name='national_return_file')
    op.drop_table('national_return_file')
    op.drop_index(op.f('ix_key_worker_case_reference'), table_name='key_worker')
    op.drop_table('key_worker')
    op.drop_index(op.f('ix_joint_agency_visit_case_reference'), table_name='joint_agency_visit')
    op.drop_table('joint_agency_visit')
    op.drop_index(op.f('ix_joint_agency_meeting_case_reference'), table_name='joint_agency_meeting')
    op.drop_table('joint_agency_meeting')
    op.drop_index(op.f('ix_joint_agency_decision_case_reference'), table_name='joint_agency_decision')
    op.drop_table('joint_agency_decision')
    op.drop_index(op.f('ix_joint_agency_call_case_reference'), table_name='joint_agency_call')
    op.drop_table('joint_agency_call')
    op.drop_index('ix_imported_row_state', table_name='imported_row')
    op.drop_index('ix_imported_row_fingerprint', table_name='imported_row')
    op.drop_index(op.f('ix_imported_row_case_reference'), table_name='imported_row')
    op.drop_table('imported_row')
    op.drop_index(op.f('ix_imported_review_case_reference'), table_name='imported_review')
    op.drop_table('imported_review')
    op.drop_index(op.f('ix_identity_trace_case_reference'), table_name='identity_trace')
    op.drop_table('identity_trace')
    op.drop_index(op.f('ix_follow_up_answer_case_reference'), table_name='follow_up_answer')
    op.drop_table('follow_up_answer')
    op.drop_index(op.f('ix_family_entry_case_reference'), table_name='family_entry')
    op.drop_table('family_entry')
    op.drop_index(op.f('ix_coroner_disclosure_case_reference'), table_name='coroner_disclosure')
    op.drop_table('coroner_disclosure')
    op.drop_index('ix_clock_judgement_once', table_name='clock_judgement', postgresql_where=sa.text('superseded_at IS NULL'))
    op.drop_index(op.f('ix_clock_judgement_case_reference'), table_name='clock_judgement')
    op.drop_table('clock_judgement')
    op.drop_index(op.f('ix_chosen_fact_case_reference'), table_name='chosen_fact')
    op.drop_table('chosen_fact')
    op.drop_index('ix_child_recognition_to_compare', table_name='child_recognition', postgresql_where=sa.text('compared_again_at IS NULL'))
    op.drop_index(op.f('ix_child_recognition_rules_version'), table_name='child_recognition')
    op.drop_table('child_recognition')
    op.drop_index(op.f('ix_child_link_other_reference'), table_name='child_link')
    op.drop_index(op.f('ix_child_link_one_reference'), table_name='child_link')
    op.drop_table('child_link')
    op.drop_index('ix_chasing_pause_open', table_name='chasing_pause', postgresql_where=sa.text('ended_at IS NULL'))
    op.drop_table('chasing_pause')
    op.drop_index(op.f('ix_case_transfer_transferred_at'), table_name='case_transfer')
    op.drop_index(op.f('ix_case_transfer_case_reference'), table_name='case_transfer')
    op.drop_table('case_transfer')
    op.drop_index('ix_case_milestone_once', table_name='case_milestone', postgresql_where=sa.text('withdrawn_at IS NULL'))
    op.drop_index(op.f('ix_case_milestone_case_reference'), table_name='case_milestone')
    op.drop_table('case_milestone')
    op.drop_index(op.f('ix_care_plan_prompt_entry_id'), table_name='care_plan_prompt')
    op.drop_table('care_plan_prompt')
    op.drop_index(op.f('ix_breach_reason_case_reference'), table_name='breach_reason')
    op.drop_table('breach_reason')
    op.drop_table('reminder_day')
    op.drop_table('office_switch')
    op.drop_index(op.f('ix_notification_draft_expires_at'), table_name='notification_draft')
    op.drop_table('notification_draft')
    op.drop_index('ix_message_to_send', table_name='message', postgresql_where=sa.text("state IN ('queued', 'sending')"))
    op.drop_index(op.f('ix_message_created_at'), table_name='message')
    op.drop_index(op.f('ix_message_about'), table_name='message')
    op.drop_table('message')
    op.drop_table('import_mapping')
    op.drop_index(op.f('ix_import_batch_status'), table_name='import_batch')
    op.drop_index(op.f('ix_import_batch_file_hash'), table_name='import_batch')
    op.drop_table('import_batch')
    op.drop_index(op.f('ix_child_lookup_key_case_reference'), table_name='child_lookup_key')
    op.drop_table('child_lookup_key')
    op.drop_index('ix_care_plan_address_postcode', table_name='care_plan_address', postgresql_where=sa.text('ended_on IS NULL'))
    op.drop_index('ix_care_plan_address_nhs_number', table_name='care_plan_address', postgresql_where=sa.text('ended_on IS NULL'))
    op.drop_table('care_plan_address')
    op.drop_table('agency')
