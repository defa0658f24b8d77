"""Changes of the panel's own themes

A theme of the panel's own may be changed and withdrawn: each version says why, and whether it ends the theme.
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('local_theme', sa.Column('reason', sa.Text(), server_default='', nullable=False))
    op.add_column(
        'local_theme', sa.Column('withdrawn', sa.Boolean(), server_default=sa.text('false'), nullable=False)
    )


def downgrade() -> None:
    op.drop_column('local_theme', 'withdrawn')
    op.drop_column('local_theme', 'reason')
