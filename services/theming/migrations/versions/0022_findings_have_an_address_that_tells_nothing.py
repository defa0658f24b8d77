"""Findings have an address that tells nothing: numbers that run through tell by their gaps of others"""

import sqlalchemy as sa
from alembic import op

from shared.storage.migration_steps import index_beside_traffic

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'unusual_reading',
        sa.Column('public_id', sa.Uuid(), server_default=sa.text('gen_random_uuid()'), nullable=False),
    )
    index_beside_traffic('ix_unusual_reading_public_id', 'unusual_reading', ['public_id'], unique=True)


def downgrade() -> None:
    op.drop_column('unusual_reading', 'public_id')
