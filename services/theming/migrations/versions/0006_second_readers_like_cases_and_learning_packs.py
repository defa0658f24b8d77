"""Decisions place by place and second readers, like cases and restricted ones, learning packs"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.theming.tables.vectors import Vector

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Only a superuser may create it; where it was made beforehand this does nothing.
    op.execute("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
    op.create_table('agreed_learning',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('set_aside_because', sa.Text(), nullable=True),
    sa.CheckConstraint("set_aside_because IS NULL OR text = ''", name=op.f('ck_agreed_learning_set_aside_is_not_kept')),
    sa.CheckConstraint('number >= 0', name=op.f('ck_agreed_learning_number_from_zero')),
    sa.PrimaryKeyConstraint('case_reference', 'review_version', 'number', name=op.f('pk_agreed_learning'))
    )
    op.create_table('case_reading',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('themes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('proposed', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('codebook', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_by_name', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("place IN ('first', 'second')", name=op.f('ck_case_reading_place_known')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_case_reading'))
    )
    op.create_index(op.f('ix_case_reading_case_reference'), 'case_reading', ['case_reference'], unique=False)
    op.create_index('uq_case_reading_second', 'case_reading', ['case_reference'], unique=True, postgresql_where=sa.text("place = 'second'"))
    op.create_table('case_restriction',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('people', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('restricted_by', sa.Text(), nullable=False),
    sa.Column('restricted_by_name', sa.Text(), nullable=False),
    sa.Column('restricted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_by', sa.Text(), server_default='', nullable=False),
    sa.Column('lifted_by_name', sa.Text(), server_default='', nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_because', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("lifted_at IS NULL OR lifted_by <> ''", name=op.f('ck_case_restriction_lifting_has_a_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_restriction'))
    )
    op.create_index(op.f('ix_case_restriction_case_reference'), 'case_restriction', ['case_reference'], unique=False)
    op.create_index('uq_case_restriction_that_holds', 'case_restriction', ['case_reference'], unique=True, postgresql_where=sa.text('lifted_at IS NULL'))
    op.create_table('case_to_compare',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_case_to_compare'))
    )
    op.create_table('case_words',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('words', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('length', sa.Float(), nullable=False),
    sa.Column('of_cases', sa.Integer(), nullable=False),
    sa.Column('vector', Vector(256), nullable=False),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_case_words'))
    )
    op.create_index(op.f('ix_case_words_of_cases'), 'case_words', ['of_cases'], unique=False)
    op.create_index('ix_case_words_vector', 'case_words', ['vector'], unique=False, postgresql_using='hnsw', postgresql_with={'m': 8, 'ef_construction': 32}, postgresql_ops={'vector': 'public.vector_cosine_ops'})
    op.create_table('codebook_adoption',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('contents', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('moves', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('adopted_by', sa.Text(), nullable=False),
    sa.Column('adopted_by_name', sa.Text(), nullable=False),
    sa.Column('adopted_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_codebook_adoption'))
    )
    op.create_table('evidence_decision',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('material_id', sa.Text(), nullable=False),
    sa.Column('text_version', sa.Integer(), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('how', sa.Text(), nullable=False),
    sa.Column('assertion', sa.Text(), nullable=True),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('rule_id', sa.Text(), server_default='', nullable=False),
    sa.Column('pipeline_version', sa.Text(), server_default='', nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_by_name', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('stale_since', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("how IN ('accepted', 'rejected', 'edited', 'added')", name=op.f('ck_evidence_decision_how_known')),
    sa.CheckConstraint("stale_since IS NULL OR (sentence = '' AND words = '')", name=op.f('ck_evidence_decision_stale_words_are_not_kept')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_evidence_decision'))
    )
    op.create_index('ix_evidence_decision_case_reference_theme', 'evidence_decision', ['case_reference', 'theme'], unique=False)
    op.create_table('learning_pack',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('quarter', sa.Text(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'put_forward', 'released', 'withdrawn', name='status_known', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('built_by', sa.Text(), nullable=False),
    sa.Column('built_by_name', sa.Text(), nullable=False),
    sa.Column('built_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gathered', sa.Integer(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('sent_back_because', sa.Text(), nullable=False),
    sa.Column('released_by', sa.Text(), nullable=False),
    sa.Column('released_by_name', sa.Text(), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('embargo_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_by_name', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=False),
    sa.CheckConstraint("status <> 'released' OR released_at IS NOT NULL", name=op.f('ck_learning_pack_release_is_dated')),
    sa.CheckConstraint("status <> 'withdrawn' OR withdrawn_because <> ''", name=op.f('ck_learning_pack_withdrawing_has_a_reason')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_learning_pack')),
    sa.UniqueConstraint('quarter', 'edition', name=op.f('uq_learning_pack_quarter_edition'))
    )
    op.create_table('learning_run',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_decision', sa.BigInteger(), nullable=False),
    sa.Column('codebook', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_learning_run'))
    )
    op.create_table('regression_example',
    sa.Column('decision', sa.BigInteger(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('sentence', sa.Text(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('tried_with', sa.Text(), server_default='', nullable=False),
    sa.Column('still_wrong_by', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('decision', name=op.f('pk_regression_example'))
    )
    op.create_index(op.f('ix_regression_example_theme'), 'regression_example', ['theme'], unique=False)
    op.create_table('second_opinion',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('run', sa.BigInteger(), nullable=False),
    sa.Column('last_text', sa.BigInteger(), nullable=False),
    sa.Column('texts', sa.Integer(), nullable=False),
    sa.Column('possible', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('formed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_second_opinion'))
    )
    op.create_table('theme_decision',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('renamed_to', sa.Text(), nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('pipeline_version', sa.Text(), server_default='', nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_by_name', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("(step = 'renamed') = (renamed_to IS NOT NULL)", name=op.f('ck_theme_decision_renamed_to_something')),
    sa.CheckConstraint("step IN ('confirmed', 'rejected', 'added', 'renamed')", name=op.f('ck_theme_decision_step_known')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_theme_decision'))
    )
    op.create_index(op.f('ix_theme_decision_case_reference'), 'theme_decision', ['case_reference'], unique=False)
    op.create_table('trained_model',
    sa.Column('run', sa.BigInteger(), nullable=False),
    sa.Column('theme', sa.Text(), nullable=False),
    sa.Column('positives', sa.Integer(), nullable=False),
    sa.Column('negatives', sa.Integer(), nullable=False),
    sa.Column('file', sa.Text(), server_default='', nullable=False),
    sa.Column('sha256', sa.Text(), server_default='', nullable=False),
    sa.Column('none_because', sa.Text(), server_default='', nullable=False),
    sa.Column('threshold', sa.Float(), nullable=True),
    sa.Column('report_card', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.CheckConstraint("(file = '') = (sha256 = '')", name=op.f('ck_trained_model_file_has_a_hash')),
    sa.PrimaryKeyConstraint('run', 'theme', name=op.f('pk_trained_model'))
    )
    op.create_table('word_frequency',
    sa.Column('word', sa.Text(), nullable=False),
    sa.Column('cases', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('word', name=op.f('pk_word_frequency'))
    )
    op.create_table('codebook_trial',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('text_id', sa.BigInteger(), nullable=False),
    sa.Column('affirmed', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['text_id'], ['case_text.id'], name=op.f('fk_codebook_trial_text_id_case_text'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_codebook_trial')),
    sa.UniqueConstraint('version', 'text_id', name=op.f('uq_codebook_trial_version_text_id'))
    )
    op.create_index(op.f('ix_codebook_trial_text_id'), 'codebook_trial', ['text_id'], unique=False)
    op.create_table('pack_file',
    sa.Column('pack_id', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('made_with', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['pack_id'], ['learning_pack.id'], name=op.f('fk_pack_file_pack_id_learning_pack')),
    sa.PrimaryKeyConstraint('pack_id', 'round', 'name', name=op.f('pk_pack_file'))
    )
    op.create_table('pack_gathering',
    sa.Column('pack_id', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('contents', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('gathered_by', sa.Text(), nullable=False),
    sa.Column('gathered_by_name', sa.Text(), nullable=False),
    sa.Column('gathered_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['pack_id'], ['learning_pack.id'], name=op.f('fk_pack_gathering_pack_id_learning_pack')),
    sa.PrimaryKeyConstraint('pack_id', 'number', name=op.f('pk_pack_gathering'))
    )
    op.create_table('pack_round',
    sa.Column('pack_id', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('gathering', sa.Integer(), nullable=False),
    sa.Column('text_versions', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('panel_name', sa.Text(), nullable=False),
    sa.Column('embargo_on', sa.Date(), nullable=True),
    sa.Column('previous_pack', sa.Text(), nullable=True),
    sa.Column('previous_round', sa.Integer(), nullable=True),
    sa.Column('put_forward_by', sa.Text(), nullable=False),
    sa.Column('put_forward_by_name', sa.Text(), nullable=False),
    sa.Column('put_forward_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['pack_id'], ['learning_pack.id'], name=op.f('fk_pack_round_pack_id_learning_pack')),
    sa.PrimaryKeyConstraint('pack_id', 'round', name=op.f('pk_pack_round'))
    )
    op.create_table('pack_text',
    sa.Column('pack_id', sa.Text(), nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('left_out', sa.Boolean(), nullable=False),
    sa.Column('why_left_out', sa.Text(), nullable=False),
    sa.Column('written_by', sa.Text(), nullable=False),
    sa.Column('written_by_name', sa.Text(), nullable=False),
    sa.Column('written_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("NOT left_out OR why_left_out <> ''", name=op.f('ck_pack_text_left_out_has_a_reason')),
    sa.ForeignKeyConstraint(['pack_id'], ['learning_pack.id'], name=op.f('fk_pack_text_pack_id_learning_pack')),
    sa.PrimaryKeyConstraint('pack_id', 'section', 'version', name=op.f('pk_pack_text'))
    )
    op.add_column('case_text', sa.Column('enough', sa.Boolean(), nullable=True))
    # Cases that were there before are compared too, as the worker gets to them.
    op.execute("INSERT INTO case_to_compare SELECT DISTINCT case_reference FROM case_text")


def downgrade() -> None:
    op.drop_column('case_text', 'enough')
    op.drop_table('pack_text')
    op.drop_table('pack_round')
    op.drop_table('pack_gathering')
    op.drop_table('pack_file')
    op.drop_index(op.f('ix_codebook_trial_text_id'), table_name='codebook_trial')
    op.drop_table('codebook_trial')
    op.drop_table('word_frequency')
    op.drop_table('trained_model')
    op.drop_index(op.f('ix_theme_decision_case_reference'), table_name='theme_decision')
    op.drop_table('theme_decision')
    op.drop_table('second_opinion')
    op.drop_index(op.f('ix_regression_example_theme'), table_name='regression_example')
    op.drop_table('regression_example')
    op.drop_table('learning_run')
    op.drop_table('learning_pack')
    op.drop_index('ix_evidence_decision_case_reference_theme', table_name='evidence_decision')
    op.drop_table('evidence_decision')
    op.drop_table('codebook_adoption')
    op.drop_index('ix_case_words_vector', table_name='case_words', postgresql_using='hnsw', postgresql_with={'m': 8, 'ef_construction': 32}, postgresql_ops={'vector': 'public.vector_cosine_ops'})
    op.drop_index(op.f('ix_case_words_of_cases'), table_name='case_words')
    op.drop_table('case_words')
    op.drop_table('case_to_compare')
    op.drop_index('uq_case_restriction_that_holds', table_name='case_restriction', postgresql_where=sa.text('lifted_at IS NULL'))
    op.drop_index(op.f('ix_case_restriction_case_reference'), table_name='case_restriction')
    op.drop_table('case_restriction')
    op.drop_index('uq_case_reading_second', table_name='case_reading', postgresql_where=sa.text("place = 'second'"))
    op.drop_index(op.f('ix_case_reading_case_reference'), table_name='case_reading')
    op.drop_table('case_reading')
    op.drop_table('agreed_learning')
