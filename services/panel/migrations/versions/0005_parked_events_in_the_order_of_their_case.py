"""Events parked in the order of their case, and tried again"""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('dead_letter', sa.Column('parked_as', sa.BigInteger(), sa.Identity(always=False), nullable=False))
    op.add_column('dead_letter', sa.Column('holds', sa.Boolean(), server_default=sa.text('true'), nullable=False))
    op.add_column('dead_letter', sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('dead_letter', sa.Column('asked_by', sa.Text(), server_default='', nullable=False))
    op.add_column('dead_letter', sa.Column('reason', sa.Text(), server_default='', nullable=False))
    op.create_index('ix_dead_letter_waiting', 'dead_letter', ['topic', 'key', 'parked_as'], unique=False, postgresql_where=sa.text('settled_at IS NULL'))


def downgrade() -> None:
    op.drop_index('ix_dead_letter_waiting', table_name='dead_letter', postgresql_where=sa.text('settled_at IS NULL'))
    op.drop_column('dead_letter', 'reason')
    op.drop_column('dead_letter', 'asked_by')
    op.drop_column('dead_letter', 'next_try_at')
    op.drop_column('dead_letter', 'holds')
    op.drop_column('dead_letter', 'parked_as')
