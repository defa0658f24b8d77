"""Statistics releases and what they hold"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.theming.tables.kept import KEEP_ROWS, kept

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_KEPT = (
    'release_round',
    'released_table',
    'release_case_version',
    'release_step',
    'released_file',
    'published_elsewhere',
)


def upgrade() -> None:
    op.create_table('statistics_release',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('policy', sa.Text(), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'put_forward', 'released', 'withdrawn', name='status_known', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('data_as_of', sa.DateTime(timezone=True), nullable=False),
    sa.Column('prepared_by', sa.Text(), nullable=False),
    sa.Column('prepared_by_name', sa.Text(), nullable=False),
    sa.Column('prepared_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sent_back_because', sa.Text(), nullable=False),
    sa.Column('put_forward_by_name', sa.Text(), nullable=False),
    sa.Column('put_forward_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('released_by', sa.Text(), nullable=False),
    sa.Column('released_by_name', sa.Text(), nullable=False),
    sa.Column('released_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('embargo_on', sa.Date(), nullable=True),
    sa.Column('withdrawn_by_name', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=False),
    sa.CheckConstraint("status <> 'released' OR released_at IS NOT NULL", name=op.f('ck_statistics_release_release_is_dated')),
    sa.CheckConstraint("status <> 'withdrawn' OR withdrawn_because <> ''", name=op.f('ck_statistics_release_withdrawing_has_a_reason')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_statistics_release'))
    )
    op.create_table('release_round',
    sa.Column('release_id', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('data_as_of', sa.DateTime(timezone=True), nullable=False),
    sa.Column('panel_name', sa.Text(), nullable=False),
    sa.Column('sums', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('beside', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['release_id'], ['statistics_release.id'], name=op.f('fk_release_round_release_id_statistics_release')),
    sa.PrimaryKeyConstraint('release_id', 'round', name=op.f('pk_release_round'))
    )
    op.create_table('released_table',
    sa.Column('release_id', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('question', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('layout', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('counts', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('hidden', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.ForeignKeyConstraint(['release_id', 'round'], ['release_round.release_id', 'release_round.round'], name='fk_released_table_round'),
    sa.PrimaryKeyConstraint('release_id', 'round', 'number', name=op.f('pk_released_table'))
    )
    op.create_table('release_case_version',
    sa.Column('release_id', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['release_id', 'round'], ['release_round.release_id', 'release_round.round'], name='fk_release_case_version_round'),
    sa.PrimaryKeyConstraint('release_id', 'round', 'case_reference', name=op.f('pk_release_case_version'))
    )
    op.create_table('release_step',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('release_id', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), server_default='', nullable=False),
    sa.Column('embargo_on', sa.Date(), nullable=True),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("step IN ('prepared', 'put_together', 'put_forward', 'sent_back', 'released', 'withdrawn')", name=op.f('ck_release_step_step_known')),
    sa.ForeignKeyConstraint(['release_id'], ['statistics_release.id'], name=op.f('fk_release_step_release_id_statistics_release')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_release_step'))
    )
    op.create_index(op.f('ix_release_step_release_id'), 'release_step', ['release_id'], unique=False)
    op.create_table('released_file',
    sa.Column('release_id', sa.Text(), nullable=False),
    sa.Column('round', sa.Integer(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('made_with', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['release_id', 'round'], ['release_round.release_id', 'release_round.round'], name='fk_released_file_round'),
    sa.PrimaryKeyConstraint('release_id', 'round', 'name', name=op.f('pk_released_file'))
    )
    op.create_table('published_elsewhere',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('policy', sa.Text(), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('data_as_of', sa.DateTime(timezone=True), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('sums', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('tables', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_published_elsewhere')),
    sa.UniqueConstraint('source', name=op.f('uq_published_elsewhere_source'))
    )
    op.execute(KEEP_ROWS)
    for table in _KEPT:
        op.execute(kept(table))


def downgrade() -> None:
    for table in reversed(('statistics_release', *_KEPT)):
        op.drop_table(table)
