"""The day a meeting was called for"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('panel_meeting', sa.Column('planned_on', sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column('panel_meeting', 'planned_on')
