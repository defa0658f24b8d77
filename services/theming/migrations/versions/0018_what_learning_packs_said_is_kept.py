"""What was gathered, written, put forward and made of a learning pack is never changed or removed"""

from alembic import op

from services.theming.tables.kept import KEEP_ROWS, kept

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None

_KEPT = ('pack_gathering', 'pack_text', 'pack_round', 'pack_file')


def upgrade() -> None:
    op.execute(KEEP_ROWS)
    for table in _KEPT:
        op.execute(kept(table))


def downgrade() -> None:
    for table in _KEPT:
        op.execute(f'DROP TRIGGER {table}_is_append_only ON {table}')
