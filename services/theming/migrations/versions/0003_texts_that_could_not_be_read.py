"""Texts that could not be read for themes"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('case_text', sa.Column('not_themed_because', sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column('case_text', 'not_themed_because')
