"""Indexes on tables in use, built beside the traffic"""

import sqlalchemy as sa
from alembic import op

from shared.storage.migration_steps import index_beside_traffic

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    index_beside_traffic('ix_notification_merged_into', 'notification', ['merged_into'], postgresql_where=sa.text("merged_into != ''"))
    index_beside_traffic('ix_reporting_form_request_agency_id', 'reporting_form_request', ['agency_id'])


def downgrade() -> None:
    op.drop_index('ix_reporting_form_request_agency_id', table_name='reporting_form_request')
    op.drop_index('ix_notification_merged_into', table_name='notification')
