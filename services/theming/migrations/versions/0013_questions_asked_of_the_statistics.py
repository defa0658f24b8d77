"""Questions asked of the statistics"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.theming.tables.kept import KEEP_ROWS, kept

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('statistics_question',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_by_name', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('question', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('policy', sa.Text(), nullable=False),
    sa.Column('policy_version', sa.Integer(), nullable=False),
    sa.Column('basis', sa.Text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('data_version', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=False),
    sa.Column('further', sa.Integer(), nullable=False),
    sa.Column('fixed', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('cells', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.CheckConstraint("outcome IN ('answered', 'refused', 'too_fine')", name=op.f('ck_statistics_question_outcome_known')),
    sa.CheckConstraint("outcome = 'answered' OR cells = '[]'", name=op.f('ck_statistics_question_nothing_told_if_refused')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_statistics_question'))
    )
    op.create_index(op.f('ix_statistics_question_asked_by'), 'statistics_question', ['asked_by'], unique=False)
    op.execute(KEEP_ROWS)
    op.execute(kept("statistics_question"))


def downgrade() -> None:
    op.drop_index(op.f('ix_statistics_question_asked_by'), table_name='statistics_question')
    op.drop_table('statistics_question')
