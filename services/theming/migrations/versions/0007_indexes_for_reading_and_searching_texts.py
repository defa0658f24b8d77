"""Indexes on the texts in use, built beside the traffic"""

import sqlalchemy as sa
from alembic import op

from shared.storage.migration_steps import index_beside_traffic

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

WORDS = sa.text("to_tsvector('english'::regconfig, text)")


def upgrade() -> None:
    index_beside_traffic('ix_case_text_themed_by', 'case_text', ['themed_by'])
    index_beside_traffic('ix_case_text_searched', 'case_text', [WORDS], postgresql_using='gin')


def downgrade() -> None:
    op.drop_index('ix_case_text_searched', table_name='case_text')
    op.drop_index('ix_case_text_themed_by', table_name='case_text')
