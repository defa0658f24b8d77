"""What panels recommended, and where it stands"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('recommendation',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('owner', sa.Text(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('themes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('effect', sa.Text(), nullable=False),
    sa.Column('as_at', sa.Date(), nullable=False),
    sa.Column('set_aside_because', sa.Text(), nullable=True),
    sa.CheckConstraint("set_aside_because IS NULL OR text = ''", name=op.f('ck_recommendation_set_aside_is_not_kept')),
    sa.CheckConstraint('number >= 0', name=op.f('ck_recommendation_number_from_zero')),
    sa.PrimaryKeyConstraint('case_reference', 'review_version', 'number', name=op.f('pk_recommendation'))
    )


def downgrade() -> None:
    op.drop_table('recommendation')
