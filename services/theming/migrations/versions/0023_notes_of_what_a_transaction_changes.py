"""Notes of what a transaction changes, on their way into the audit"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

NEVER_COMMITTED = (
    """
    CREATE OR REPLACE FUNCTION refuse_untold_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS (SELECT FROM public.change_waiting
                 WHERE transaction_id = NEW.transaction_id AND number = NEW.number) THEN
        RAISE EXCEPTION 'a change of % is not told of in the audit', NEW.table_name;
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE CONSTRAINT TRIGGER change_waiting_is_never_committed AFTER INSERT ON change_waiting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse_untold_change()
    """,
)


def upgrade() -> None:
    op.create_table(
        'change_waiting',
        sa.Column('transaction_id', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column('table_name', sa.Text(), nullable=False),
        sa.Column('how', sa.Text(), nullable=False),
        sa.Column('named', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('of_case', sa.Text(), nullable=True),
        sa.Column('was', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('became', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('hidden_was', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column('hidden_became', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint('transaction_id', 'number', name=op.f('pk_change_waiting')),
        prefixes=['UNLOGGED'],
    )
    for statement in NEVER_COMMITTED:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('change_waiting')
    op.execute('DROP FUNCTION IF EXISTS refuse_untold_change()')
