"""What was done about a signal is kept

The database itself refuses to change or remove a step, what spoke, and an extract that was given out; a signal
has what spoke from the beginning, so it cannot be removed either.
"""

from alembic import op

from services.theming.tables.kept import KEEP_ROWS, kept

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

_KEPT = ("signal_evidence", "signal_step", "signal_extract")


def upgrade() -> None:
    op.execute(KEEP_ROWS)
    for table in _KEPT:
        op.execute(kept(table))


def downgrade() -> None:
    for table in _KEPT:
        op.execute(f"DROP TRIGGER {table}_is_append_only ON {table}")
