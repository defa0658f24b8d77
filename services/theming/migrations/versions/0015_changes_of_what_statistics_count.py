"""Changes of what statistics count are counted

To find out whether an answer still holds, every row was counted. The database counts changes instead, from
here on: what was kept in a process before is asked for under another text.
"""

import sqlalchemy as sa
from alembic import op

from services.theming.tables.changes import COUNT_CHANGE, counted

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

_COUNTED = ('case_fact_version', 'theme_decision')


def upgrade() -> None:
    op.create_table('statistics_change',
    sa.Column('number', sa.Integer(), sa.Identity(always=False), nullable=False),
    sa.Column('changes', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_statistics_change'))
    )
    op.execute(COUNT_CHANGE)
    for table in _COUNTED:
        op.execute(counted(table))


def downgrade() -> None:
    for table in _COUNTED:
        op.execute(f"DROP TRIGGER {table}_is_counted ON {table}")
    op.drop_table('statistics_change')
