"""Indexes on tables in use, built beside the traffic"""

from alembic import op

from shared.storage.migration_steps import index_beside_traffic

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    index_beside_traffic('ix_case_material_made_from', 'case_material', ['made_from'])
    index_beside_traffic('ix_redaction_hit_key_id', 'redaction_hit', ['key_id'])


def downgrade() -> None:
    op.drop_index('ix_redaction_hit_key_id', table_name='redaction_hit')
    op.drop_index('ix_case_material_made_from', table_name='case_material')
