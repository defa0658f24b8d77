"""Extracts made by the system stand beside those that somebody's opening made in the same week

Some of these say 0 where children died: whoever opened them could not see what they counted. They stay on
record, and are not shown any more; the unique key of series and day would keep the right one out.
"""

import sqlalchemy as sa
from alembic import op

from shared.storage.migration_steps import index_beside_traffic

revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None

OLD, NEW = 'uq_signal_extract_series_last_day', 'uq_signal_extract_series_last_day_made_by'


def upgrade() -> None:
    index_beside_traffic(NEW, 'signal_extract', ['series', 'last_day', 'made_by'], unique=True)
    op.drop_constraint(OLD, 'signal_extract', type_='unique')


def downgrade() -> None:
    op.execute(sa.text("ALTER TABLE signal_extract DISABLE TRIGGER signal_extract_is_append_only"))
    op.execute(
        sa.text(
            'DELETE FROM signal_extract e WHERE EXISTS (SELECT FROM signal_extract l WHERE l.series = e.series'
            ' AND l.last_day = e.last_day AND l.number > e.number)'
        )
    )
    op.execute(sa.text("ALTER TABLE signal_extract ENABLE TRIGGER signal_extract_is_append_only"))
    op.create_unique_constraint(OLD, 'signal_extract', ['series', 'last_day'])
    op.drop_index(NEW, table_name='signal_extract')
