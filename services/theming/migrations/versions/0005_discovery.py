"""Themes found in texts, themes of the panel, and new words of a quarter"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('discovery_run',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_text', sa.BigInteger(), nullable=False),
    sa.Column('texts', sa.Integer(), nullable=False),
    sa.Column('codebook', sa.Text(), nullable=False),
    sa.Column('too_little', sa.Text(), server_default='', nullable=False),
    sa.Column('failed_because', sa.Text(), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discovery_run'))
    )
    op.create_table('local_theme',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('theme_group', sa.Text(), nullable=False),
    sa.Column('definition', sa.Text(), nullable=False),
    sa.Column('patterns', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('examples', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_by_name', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_local_theme')),
    sa.UniqueConstraint('id', 'version', name=op.f('uq_local_theme_id_version'))
    )
    op.create_table('new_word',
    sa.Column('quarter', sa.Text(), nullable=False),
    sa.Column('words', sa.Text(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('cases', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('cases_before', sa.Integer(), nullable=False),
    sa.Column('quotes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.CheckConstraint("kind IN ('new', 'surging')", name=op.f('ck_new_word_kind_known')),
    sa.PrimaryKeyConstraint('quarter', 'words', name=op.f('pk_new_word'))
    )
    op.create_table('discovered_theme',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('run_id', sa.BigInteger(), nullable=False),
    sa.Column('rank', sa.Integer(), nullable=False),
    sa.Column('label', sa.Text(), nullable=False),
    sa.Column('terms', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('cases', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('quotes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('stability', sa.Float(), nullable=False),
    sa.Column('agreement', sa.Float(), nullable=False),
    sa.Column('status', sa.Text(), server_default='proposed', nullable=False),
    sa.Column('decided_by', sa.Text(), server_default='', nullable=False),
    sa.Column('decided_by_name', sa.Text(), server_default='', nullable=False),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('local_theme', sa.Text(), nullable=True),
    sa.CheckConstraint("status IN ('proposed', 'dismissed', 'promoted', 'past')", name=op.f('ck_discovered_theme_status_known')),
    sa.CheckConstraint("status IN ('proposed', 'past') OR decided_at IS NOT NULL", name=op.f('ck_discovered_theme_decision_is_dated')),
    sa.ForeignKeyConstraint(['run_id'], ['discovery_run.id'], name=op.f('fk_discovered_theme_run_id_discovery_run')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_discovered_theme'))
    )
    op.create_index(op.f('ix_discovered_theme_run_id'), 'discovered_theme', ['run_id'], unique=False)
    op.create_index(op.f('ix_discovered_theme_status'), 'discovered_theme', ['status'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_discovered_theme_status'), table_name='discovered_theme')
    op.drop_index(op.f('ix_discovered_theme_run_id'), table_name='discovered_theme')
    op.drop_table('discovered_theme')
    op.drop_table('new_word')
    op.drop_table('local_theme')
    op.drop_table('discovery_run')
