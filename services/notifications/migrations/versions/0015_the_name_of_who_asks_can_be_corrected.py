"""The name of whoever asks what is held about them can be corrected"""

import sqlalchemy as sa
from alembic import op

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('subject_access_step', sa.Column('person_name', sa.Text(), nullable=True))


def downgrade() -> None:
    op.drop_column('subject_access_step', 'person_name')
