"""The retention schedule and legal holds"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

KEEP_ROWS = """
    CREATE OR REPLACE FUNCTION keep_rows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a row of this table is never changed or removed'; END $$
"""
KEPT = ('retention_row', 'legal_hold', 'legal_hold_lifted')


def upgrade() -> None:
    op.create_table('legal_hold',
    sa.Column('hold_id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('scope', sa.Text(), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=True),
    sa.Column('last_day', sa.Date(), nullable=True),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('from_on', sa.Date(), nullable=False),
    sa.Column('placed_by', sa.Text(), nullable=False),
    sa.Column('placed_by_name', sa.Text(), nullable=False),
    sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('hold_id', name=op.f('pk_legal_hold'))
    )
    op.create_table('retention_row',
    sa.Column('number', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('record_type', sa.Text(), nullable=False),
    sa.Column('area', sa.Text(), nullable=False),
    sa.Column('starts_with', sa.Text(), nullable=False),
    sa.Column('years', sa.Integer(), nullable=False),
    sa.Column('decided_by_body', sa.Text(), nullable=False),
    sa.Column('holds_from', sa.Date(), nullable=False),
    sa.Column('shipped_version', sa.Text(), nullable=False),
    sa.Column('confirmed_by', sa.Text(), nullable=False),
    sa.Column('confirmed_by_name', sa.Text(), nullable=False),
    sa.Column('confirmed_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('years >= 0', name=op.f('ck_retention_row_years_not_negative')),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_retention_row'))
    )
    op.create_table('legal_hold_lifted',
    sa.Column('hold_id', sa.Text(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('lifted_by', sa.Text(), nullable=False),
    sa.Column('lifted_by_name', sa.Text(), nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("because <> ''", name=op.f('ck_legal_hold_lifted_lifting_has_a_reason')),
    sa.ForeignKeyConstraint(['hold_id'], ['legal_hold.hold_id'], name=op.f('fk_legal_hold_lifted_hold_id_legal_hold')),
    sa.PrimaryKeyConstraint('hold_id', name=op.f('pk_legal_hold_lifted'))
    )
    op.execute(KEEP_ROWS)
    for table in KEPT:
        op.execute(
            f'CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}'
            ' FOR EACH STATEMENT EXECUTE FUNCTION keep_rows()'
        )


def downgrade() -> None:
    op.drop_table('legal_hold_lifted')
    op.drop_table('retention_row')
    op.drop_table('legal_hold')
    op.execute('DROP FUNCTION keep_rows()')
