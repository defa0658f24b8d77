"""Indexes on tables in use, built beside the traffic"""

from alembic import op

from shared.storage.migration_steps import index_beside_traffic

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    index_beside_traffic('ix_panel_meeting_panel_id', 'panel_meeting', ['panel_id'])
    index_beside_traffic('ix_panel_meeting_series_id', 'panel_meeting', ['series_id'])


def downgrade() -> None:
    op.drop_index('ix_panel_meeting_series_id', table_name='panel_meeting')
    op.drop_index('ix_panel_meeting_panel_id', table_name='panel_meeting')
