"""Signals in small numbers, and readings somebody else goes on with"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('false_alarms',
    sa.Column('settings', sa.Text(), nullable=False),
    sa.Column('a_year', sa.Float(), nullable=False),
    sa.Column('swing', sa.Float(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('worked_out', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.PrimaryKeyConstraint('settings', 'a_year', 'swing', name=op.f('pk_false_alarms'))
    )
    op.create_table('reading_joined',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('decided_by', sa.Text(), nullable=False),
    sa.Column('decided_by_name', sa.Text(), nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('case_reference', 'decided_by', name=op.f('pk_reading_joined'))
    )
    op.create_table('signal',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('series', sa.Text(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('settings', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('raised', 'seen', 'assessed', 'closed', name='status_known', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('assessed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('outcome', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("status <> 'closed' OR closed_at IS NOT NULL", name=op.f('ck_signal_closing_is_dated')),
    sa.CheckConstraint("status = 'raised' OR seen_at IS NOT NULL", name=op.f('ck_signal_seeing_is_dated')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_signal')),
    sa.UniqueConstraint('series', 'raised_on', name=op.f('uq_signal_series_raised_on'))
    )
    op.create_index(op.f('ix_signal_series'), 'signal', ['series'], unique=False)
    op.create_table('signal_extract',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('series', sa.Text(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('policy', sa.Text(), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.Column('contents', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('checksum', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_by_name', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_signal_extract')),
    sa.UniqueConstraint('series', 'last_day', name=op.f('uq_signal_extract_series_last_day'))
    )
    op.create_index(op.f('ix_signal_extract_series'), 'signal_extract', ['series'], unique=False)
    op.create_table('signal_look',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settings', sa.Text(), nullable=False),
    sa.Column('deaths', sa.Integer(), nullable=False),
    sa.Column('standing', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_signal_look'))
    )
    op.create_table('signal_evidence',
    sa.Column('signal_id', sa.Text(), nullable=False),
    sa.Column('evidence', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('cases', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['signal_id'], ['signal.id'], name=op.f('fk_signal_evidence_signal_id_signal')),
    sa.PrimaryKeyConstraint('signal_id', name=op.f('pk_signal_evidence'))
    )
    op.create_table('signal_step',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('signal_id', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('outcome', sa.Text(), server_default='', nullable=False),
    sa.Column('whom', sa.Text(), server_default='', nullable=False),
    sa.Column('told_on', sa.Date(), nullable=True),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("step <> 'told' OR (whom <> '' AND told_on IS NOT NULL)", name=op.f('ck_signal_step_telling_is_whole')),
    sa.CheckConstraint("step IN ('seen', 'assessed', 'told', 'closed')", name=op.f('ck_signal_step_step_known')),
    sa.ForeignKeyConstraint(['signal_id'], ['signal.id'], name=op.f('fk_signal_step_signal_id_signal')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_signal_step'))
    )
    op.create_index(op.f('ix_signal_step_signal_id'), 'signal_step', ['signal_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_signal_step_signal_id'), table_name='signal_step')
    op.drop_table('signal_step')
    op.drop_table('signal_evidence')
    op.drop_table('signal_look')
    op.drop_index(op.f('ix_signal_extract_series'), table_name='signal_extract')
    op.drop_table('signal_extract')
    op.drop_index(op.f('ix_signal_series'), table_name='signal')
    op.drop_table('signal')
    op.drop_table('reading_joined')
    op.drop_table('false_alarms')
