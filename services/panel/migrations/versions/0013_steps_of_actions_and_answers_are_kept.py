"""Steps of actions, answers to families, corrections of registers and downloads are never changed or removed"""

from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

KEPT = ('action_feedback', 'action_record', 'family_answer', 'register_correction', 'bundle_download', 'early_release')


def upgrade() -> None:
    for table in KEPT:
        op.execute(
            f'CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}'
            ' FOR EACH STATEMENT EXECUTE FUNCTION keep_history()'
        )


def downgrade() -> None:
    for table in KEPT:
        op.execute(f'DROP TRIGGER {table}_is_append_only ON {table}')
