"""Marks on audit entries, and the chain and the seals over them"""

import sqlalchemy as sa
from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('audit_entry', sa.Column('mark', sa.LargeBinary(), nullable=True))
    op.create_table(
        'audit_link',
        sa.Column('position', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('entry_id', sa.BigInteger(), nullable=False),
        sa.Column('vouched', sa.Boolean(), nullable=False),
        sa.Column('digest', sa.LargeBinary(), nullable=False),
        sa.Column('chain', sa.LargeBinary(), nullable=False),
        sa.Column('mark', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('position', name=op.f('pk_audit_link')),
        sa.UniqueConstraint('entry_id', name=op.f('uq_audit_link_entry_id')),
    )
    op.create_table(
        'audit_seal',
        sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column('from_position', sa.BigInteger(), nullable=False),
        sa.Column('to_position', sa.BigInteger(), nullable=False),
        sa.Column('vouched_from', sa.BigInteger(), nullable=False),
        sa.Column('chain', sa.LargeBinary(), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('key_id', sa.Text(), nullable=False),
        sa.Column('signature', sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint('number', name=op.f('pk_audit_seal')),
    )
    for table in ('audit_link', 'audit_seal'):
        op.execute(
            f'CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}'
            ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()'
        )


def downgrade() -> None:
    op.drop_table('audit_seal')
    op.drop_table('audit_link')
    op.drop_column('audit_entry', 'mark')
