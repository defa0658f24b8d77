"""The panel in full"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('action_record',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('step', sa.Enum('told', 'accepted', 'declined', 'progress', 'reported_done', 'signed_off', 'not_signed_off', 'checked', 'not_done', 'effect', 'reopened', 'withdrawn', name='step_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('evidence', sa.Text(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('effect', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('by_owner', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('own_work_because', sa.Text(), server_default='', nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('given_as', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.CheckConstraint('number >= 0', name=op.f('ck_action_record_number_from_zero')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_action_record'))
    )
    op.create_index('ix_action_record_action', 'action_record', ['case_reference', 'review_version'], unique=False)
    op.create_table('bundle_download',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('meeting_id', sa.Text(), nullable=True),
    sa.Column('cases', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.Text(), nullable=False),
    sa.Column('file_hash', sa.Text(), nullable=False),
    sa.Column('downloaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bundle_download'))
    )
    op.create_table('bundle_reading',
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('material_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('person_id', 'case_reference', 'material_id', name=op.f('pk_bundle_reading'))
    )
    op.create_table('case_involvement',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('people', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('units', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_case_involvement'))
    )
    op.create_index('ix_case_involvement_people', 'case_involvement', ['people'], unique=False, postgresql_using='gin')
    op.create_index('ix_case_involvement_units', 'case_involvement', ['units'], unique=False, postgresql_using='gin')
    op.create_table('download_allowance',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('panel', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('allowed_by', sa.Text(), nullable=False),
    sa.Column('allowed_by_name', sa.Text(), nullable=False),
    sa.Column('allowed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_download_allowance'))
    )
    op.create_table('found_interest',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('ground', sa.Enum('named_in_a_return', 'treating_unit', 'same_organisation', 'same_surname', name='ground_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=True),
    sa.Column('settled_as', sa.Text(), nullable=True),
    sa.Column('settled_because', sa.Text(), nullable=True),
    sa.CheckConstraint("settled_as IN ('declared', 'cleared')", name=op.f('ck_found_interest_settled_as_known')),
    sa.CheckConstraint('(settled_at IS NULL) = (settled_as IS NULL)', name=op.f('ck_found_interest_settled_whole')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_found_interest'))
    )
    op.create_index('ix_found_interest_person', 'found_interest', ['person_id'], unique=False)
    op.create_index('uq_found_interest', 'found_interest', ['case_reference', 'person_id', 'ground'], unique=True)
    op.create_table('member_fingerprint',
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('ground', sa.Enum('named_in_a_return', 'treating_unit', 'same_organisation', 'same_surname', name='ground_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('written', sa.Text(), nullable=False),
    sa.Column('made_with', sa.Text(), nullable=False),
    sa.Column('fingerprints', postgresql.ARRAY(sa.Text()), nullable=False),
    sa.PrimaryKeyConstraint('person_id', 'ground', 'written', name=op.f('pk_member_fingerprint'))
    )
    op.create_table('member_unit',
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('unit', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('person_id', 'unit', name=op.f('pk_member_unit'))
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
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('calendar', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_message'))
    )
    op.create_index(op.f('ix_message_about'), 'message', ['about'], unique=False)
    op.create_index(op.f('ix_message_created_at'), 'message', ['created_at'], unique=False)
    op.create_index('ix_message_to_send', 'message', ['next_try_at'], unique=False, postgresql_where=sa.text("state IN ('queued', 'sending')"))
    op.create_table('owner_link',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('fingerprint', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_owner_link')),
    sa.UniqueConstraint('fingerprint', name=op.f('uq_owner_link_fingerprint'))
    )
    op.create_index('ix_owner_link_action', 'owner_link', ['case_reference', 'review_version'], unique=False)
    op.create_table('panel',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('quorum_rules', sa.Text(), nullable=False),
    sa.Column('target_cases', sa.Integer(), nullable=False),
    sa.Column('meetings_a_year', sa.Integer(), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.CheckConstraint('valid_to IS NULL OR valid_to >= valid_from', name=op.f('ck_panel_dates_in_order')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_panel'))
    )
    op.create_table('private_note',
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('page', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_private_note_version_from_one')),
    sa.PrimaryKeyConstraint('person_id', 'case_reference', 'page', name=op.f('pk_private_note'))
    )
    op.create_index('ix_private_note_case', 'private_note', ['case_reference'], unique=False)
    op.create_table('quorum_rule_set',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('family', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('rules', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_by_name', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_quorum_rule_set_version_from_one')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_quorum_rule_set')),
    sa.UniqueConstraint('family', 'version', name=op.f('uq_quorum_rule_set_family_version'))
    )
    op.create_table('shared_learning',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Enum('learning_point', 'good_practice', 'vignette', 'campaign', name='kind_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('themes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('cases', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('written_by', sa.Text(), nullable=False),
    sa.Column('written_by_name', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fit_by', sa.Text(), nullable=True),
    sa.Column('fit_by_name', sa.Text(), server_default='', nullable=False),
    sa.Column('fit_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("kind <> 'vignette' OR jsonb_array_length(cases) >= 3", name=op.f('ck_shared_learning_several_cases')),
    sa.CheckConstraint('(fit_by IS NULL) = (fit_at IS NULL)', name=op.f('ck_shared_learning_fit_is_dated')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shared_learning'))
    )
    op.create_table('acting_chair',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('named_by', sa.Text(), nullable=False),
    sa.Column('named_by_name', sa.Text(), nullable=False),
    sa.Column('named_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['panel_meeting.id'], name=op.f('fk_acting_chair_meeting_id_panel_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_acting_chair'))
    )
    op.create_index(op.f('ix_acting_chair_meeting_id'), 'acting_chair', ['meeting_id'], unique=False)
    op.create_table('approved_minutes',
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('approved_at_meeting', sa.Text(), nullable=False),
    sa.Column('approved_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('approved_by', sa.Text(), nullable=False),
    sa.Column('approved_by_name', sa.Text(), nullable=False),
    sa.Column('corrections', sa.Text(), nullable=False),
    sa.Column('minutes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['approved_at_meeting'], ['panel_meeting.id'], name=op.f('fk_approved_minutes_approved_at_meeting_panel_meeting')),
    sa.ForeignKeyConstraint(['meeting_id'], ['panel_meeting.id'], name=op.f('fk_approved_minutes_meeting_id_panel_meeting')),
    sa.PrimaryKeyConstraint('meeting_id', name=op.f('pk_approved_minutes'))
    )
    op.create_table('case_fact',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('facts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['review_case.reference'], name=op.f('fk_case_fact_case_reference_review_case')),
    sa.PrimaryKeyConstraint('case_reference', 'version', name=op.f('pk_case_fact'))
    )
    op.create_table('case_theme',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('set_by', sa.Text(), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['review_case.reference'], name=op.f('fk_case_theme_case_reference_review_case')),
    sa.PrimaryKeyConstraint('case_reference', 'theme', name=op.f('pk_case_theme'))
    )
    op.create_index(op.f('ix_case_theme_theme'), 'case_theme', ['theme'], unique=False)
    op.create_table('dissemination',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('learning_id', sa.Text(), nullable=False),
    sa.Column('audience', sa.Text(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('reach', sa.Integer(), nullable=True),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_by_name', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('reach >= 0', name=op.f('ck_dissemination_reach_not_negative')),
    sa.ForeignKeyConstraint(['learning_id'], ['shared_learning.id'], name=op.f('fk_dissemination_learning_id_shared_learning')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_dissemination'))
    )
    op.create_index(op.f('ix_dissemination_learning_id'), 'dissemination', ['learning_id'], unique=False)
    op.create_table('kept_text',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('base_version', sa.Integer(), nullable=False),
    sa.Column('form', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('kept_by', sa.Text(), nullable=False),
    sa.Column('kept_by_name', sa.Text(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_by', sa.Text(), nullable=True),
    sa.Column('settled_in', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['review_case.reference'], name=op.f('fk_kept_text_case_reference_review_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_kept_text'))
    )
    op.create_index('ix_kept_text_case', 'kept_text', ['case_reference', 'review_version'], unique=False)
    op.create_table('meeting_notice',
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['panel_meeting.id'], name=op.f('fk_meeting_notice_meeting_id_panel_meeting'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('meeting_id', 'person_id', 'kind', 'sequence', name=op.f('pk_meeting_notice'))
    )
    op.create_table('rating_round',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('factors', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('scale_version', sa.Text(), nullable=False),
    sa.Column('category_version', sa.Text(), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_by_name', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_by', sa.Text(), nullable=True),
    sa.Column('opened_by_name', sa.Text(), nullable=True),
    sa.Column('opened_because', sa.Text(), nullable=True),
    sa.Column('expected', sa.Integer(), nullable=True),
    sa.Column('came_in', sa.Integer(), nullable=True),
    sa.CheckConstraint('number >= 1', name=op.f('ck_rating_round_number_from_one')),
    sa.ForeignKeyConstraint(['case_reference'], ['review_case.reference'], name=op.f('fk_rating_round_case_reference_review_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rating_round'))
    )
    op.create_index('uq_rating_round_not_opened', 'rating_round', ['case_reference'], unique=True, postgresql_where=sa.text('opened_at IS NULL'))
    op.create_index('uq_rating_round_number', 'rating_round', ['case_reference', 'number'], unique=True)
    op.create_table('register_correction',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('was', sa.Enum('present', 'remote', 'deputy', 'apologies', 'not_recorded', name='was_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('became', sa.Enum('present', 'remote', 'deputy', 'apologies', 'not_recorded', name='became_known', native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['panel_meeting.id'], name=op.f('fk_register_correction_meeting_id_panel_meeting'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_register_correction'))
    )
    op.create_index('ix_register_correction_meeting', 'register_correction', ['meeting_id'], unique=False)
    op.create_table('review_decision',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('form_version', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('rules_name', sa.Text(), nullable=False),
    sa.Column('missing', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('taking_part', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('own_work_because', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_by_name', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("kind IN ('provisional', 'signed_off')", name=op.f('ck_review_decision_kind_known')),
    sa.ForeignKeyConstraint(['case_reference'], ['review_case.reference'], name=op.f('fk_review_decision_case_reference_review_case')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_review_decision'))
    )
    op.create_index(op.f('ix_review_decision_case_reference'), 'review_decision', ['case_reference'], unique=False)
    op.create_index(op.f('ix_review_decision_meeting_id'), 'review_decision', ['meeting_id'], unique=False)
    op.create_index('uq_review_decision_signed_off', 'review_decision', ['case_reference', 'review_version'], unique=True, postgresql_where=sa.text("kind = 'signed_off'"))
    op.create_table('review_finalising',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('finalised_on', sa.Date(), nullable=False),
    sa.Column('finalised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finalised_by', sa.Text(), nullable=False),
    sa.Column('finalised_by_name', sa.Text(), nullable=False),
    sa.Column('mapping_version', sa.Text(), nullable=False),
    sa.Column('content_hash', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['review_case.reference'], name=op.f('fk_review_finalising_case_reference_review_case')),
    sa.PrimaryKeyConstraint('case_reference', 'review_version', name=op.f('pk_review_finalising'))
    )
    op.create_table('room_movement',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('way', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('recorded_by', sa.Text(), nullable=False),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("way IN ('left', 'returned')", name=op.f('ck_room_movement_way_known')),
    sa.ForeignKeyConstraint(['meeting_id'], ['panel_meeting.id'], name=op.f('fk_room_movement_meeting_id_panel_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_room_movement'))
    )
    op.create_index(op.f('ix_room_movement_meeting_id'), 'room_movement', ['meeting_id'], unique=False)
    op.create_table('member_rating',
    sa.Column('round_id', sa.BigInteger(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('rating', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('rated_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_member_rating_version_from_one')),
    sa.ForeignKeyConstraint(['round_id'], ['rating_round.id'], name=op.f('fk_member_rating_round_id_rating_round')),
    sa.PrimaryKeyConstraint('round_id', 'person_id', 'version', name=op.f('pk_member_rating'))
    )
    op.add_column('agenda_item', sa.Column('late_because', sa.Text(), server_default='', nullable=False))
    op.add_column('analysis_form', sa.Column('sections', postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column('bundle_part', sa.Column('pages', sa.Integer(), nullable=True))
    op.add_column('bundle_part', sa.Column('withheld_pages', postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column('bundle_part', sa.Column('withheld_because', sa.Text(), nullable=True))
    op.add_column('bundle_part', sa.Column('digest', sa.Text(), nullable=True))
    op.add_column('declared_interest', sa.Column('declared_by', sa.Text(), nullable=True))
    op.add_column('meeting_seat', sa.Column('email', sa.Text(), nullable=True))
    op.add_column('meeting_seat', sa.Column('only_cases', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True))
    op.add_column('meeting_seat', sa.Column('answer', sa.Text(), nullable=True))
    op.add_column('meeting_seat', sa.Column('answered_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('panel_meeting', sa.Column('panel_id', sa.Text(), nullable=True))
    op.add_column('panel_meeting', sa.Column('series_id', sa.Text(), nullable=True))
    op.add_column('panel_meeting', sa.Column('published_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('panel_meeting', sa.Column('sequence', sa.Integer(), server_default='0', nullable=False))
    op.add_column('panel_member', sa.Column('email', sa.Text(), nullable=True))
    op.add_column('panel_member', sa.Column('panels', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True))
    op.add_column('review_case', sa.Column('review_meeting_held_on', sa.Date(), nullable=True))
    op.add_column('review_case', sa.Column('draft_analysis_received_on', sa.Date(), nullable=True))
    op.add_column('review_case', sa.Column('provisional_since', sa.Date(), nullable=True))
    op.add_column('status_change', sa.Column('ground', sa.Text(), server_default='', nullable=False))
    op.add_column('status_change', sa.Column('concerns', sa.Text(), server_default='', nullable=False))
    op.add_column('status_change', sa.Column('authorised_by', sa.Text(), server_default='', nullable=False))


def downgrade() -> None:
    op.drop_column('status_change', 'authorised_by')
    op.drop_column('status_change', 'concerns')
    op.drop_column('status_change', 'ground')
    op.drop_column('review_case', 'provisional_since')
    op.drop_column('review_case', 'draft_analysis_received_on')
    op.drop_column('review_case', 'review_meeting_held_on')
    op.drop_column('panel_member', 'panels')
    op.drop_column('panel_member', 'email')
    op.drop_column('panel_meeting', 'sequence')
    op.drop_column('panel_meeting', 'published_at')
    op.drop_column('panel_meeting', 'series_id')
    op.drop_column('panel_meeting', 'panel_id')
    op.drop_column('meeting_seat', 'answered_at')
    op.drop_column('meeting_seat', 'answer')
    op.drop_column('meeting_seat', 'only_cases')
    op.drop_column('meeting_seat', 'email')
    op.drop_column('declared_interest', 'declared_by')
    op.drop_column('bundle_part', 'digest')
    op.drop_column('bundle_part', 'withheld_because')
    op.drop_column('bundle_part', 'withheld_pages')
    op.drop_column('bundle_part', 'pages')
    op.drop_column('analysis_form', 'sections')
    op.drop_column('agenda_item', 'late_because')
    op.drop_table('member_rating')
    op.drop_index(op.f('ix_room_movement_meeting_id'), table_name='room_movement')
    op.drop_table('room_movement')
    op.drop_table('review_finalising')
    op.drop_index('uq_review_decision_signed_off', table_name='review_decision', postgresql_where=sa.text("kind = 'signed_off'"))
    op.drop_index(op.f('ix_review_decision_meeting_id'), table_name='review_decision')
    op.drop_index(op.f('ix_review_decision_case_reference'), table_name='review_decision')
    op.drop_table('review_decision')
    op.drop_index('ix_register_correction_meeting', table_name='register_correction')
    op.drop_table('register_correction')
    op.drop_index('uq_rating_round_number', table_name='rating_round')
    op.drop_index('uq_rating_round_not_opened', table_name='rating_round', postgresql_where=sa.text('opened_at IS NULL'))
    op.drop_table('rating_round')
    op.drop_table('meeting_notice')
    op.drop_index('ix_kept_text_case', table_name='kept_text')
    op.drop_table('kept_text')
    op.drop_index(op.f('ix_dissemination_learning_id'), table_name='dissemination')
    op.drop_table('dissemination')
    op.drop_index(op.f('ix_case_theme_theme'), table_name='case_theme')
    op.drop_table('case_theme')
    op.drop_table('case_fact')
    op.drop_table('approved_minutes')
    op.drop_index(op.f('ix_acting_chair_meeting_id'), table_name='acting_chair')
    op.drop_table('acting_chair')
    op.drop_table('shared_learning')
    op.drop_table('quorum_rule_set')
    op.drop_index('ix_private_note_case', table_name='private_note')
    op.drop_table('private_note')
    op.drop_table('panel')
    op.drop_index('ix_owner_link_action', table_name='owner_link')
    op.drop_table('owner_link')
    op.drop_index('ix_message_to_send', table_name='message', postgresql_where=sa.text("state IN ('queued', 'sending')"))
    op.drop_index(op.f('ix_message_created_at'), table_name='message')
    op.drop_index(op.f('ix_message_about'), table_name='message')
    op.drop_table('message')
    op.drop_table('member_unit')
    op.drop_table('member_fingerprint')
    op.drop_index('uq_found_interest', table_name='found_interest')
    op.drop_index('ix_found_interest_person', table_name='found_interest')
    op.drop_table('found_interest')
    op.drop_table('download_allowance')
    op.drop_index('ix_case_involvement_units', table_name='case_involvement', postgresql_using='gin')
    op.drop_index('ix_case_involvement_people', table_name='case_involvement', postgresql_using='gin')
    op.drop_table('case_involvement')
    op.drop_table('bundle_reading')
    op.drop_table('bundle_download')
    op.drop_index('ix_action_record_action', table_name='action_record')
    op.drop_table('action_record')
