"""Statistics made ready

What is hidden of a table is kept by a digest of its counts, and the counts of a year while they hold: another
process, a restart or a change elsewhere need not work it out again. Everything here can be made anew.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('ready_counts',
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('dim', sa.Text(), nullable=False),
    sa.Column('cases_are', sa.Text(), nullable=False),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counts', postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
    sa.PrimaryKeyConstraint('rules', 'basis', 'year', 'dim', name=op.f('pk_ready_counts'))
    )
    op.create_table('ready_year',
    sa.Column('rules', sa.Text(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('data_version', sa.Text(), nullable=False),
    sa.Column('cases_are', sa.Text(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('rules', 'basis', 'year', name=op.f('pk_ready_year'))
    )
    op.create_table('settled_pattern',
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.Column('hidden', sa.LargeBinary(), nullable=False),
    sa.Column('settled_on', sa.Date(), nullable=False),
    sa.CheckConstraint('octet_length(digest) = 32', name=op.f('ck_settled_pattern_sha256')),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_settled_pattern'))
    )
    op.create_index(op.f('ix_settled_pattern_settled_on'), 'settled_pattern', ['settled_on'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_settled_pattern_settled_on'), table_name='settled_pattern')
    op.drop_table('settled_pattern')
    op.drop_table('ready_year')
    op.drop_table('ready_counts')
