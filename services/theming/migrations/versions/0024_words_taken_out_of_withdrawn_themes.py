"""Words taken out of withdrawn themes

Of a theme of the panel's own that was withdrawn, what was typed may be taken out; its rows say when and by whom.
"""

import sqlalchemy as sa
from alembic import op

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('local_theme', sa.Column('words_taken_out_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        'local_theme', sa.Column('words_taken_out_by', sa.Text(), server_default='', nullable=False)
    )
    op.add_column(
        'local_theme', sa.Column('words_taken_out_by_name', sa.Text(), server_default='', nullable=False)
    )


def downgrade() -> None:
    op.drop_column('local_theme', 'words_taken_out_by_name')
    op.drop_column('local_theme', 'words_taken_out_by')
    op.drop_column('local_theme', 'words_taken_out_at')
