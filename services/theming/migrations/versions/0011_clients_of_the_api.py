"""Clients of the API and how often they asked"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KEEP_CLIENTS = (
    """
    CREATE OR REPLACE FUNCTION public.keep_api_client() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a program that had access is never removed';
      END IF;
      IF OLD.id <> NEW.id OR OLD.created_at <> NEW.created_at
         OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
        RAISE EXCEPTION 'access that was taken away stays as it was';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION public.keep_api_client_key() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a key is never removed';
      END IF;
      IF OLD.id <> NEW.id OR OLD.client_id <> NEW.client_id OR OLD.digest <> NEW.digest
         OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
        RAISE EXCEPTION 'a key stays as it was';
      END IF;
      RETURN NEW;
    END $$
    """,
)


def _revoking() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('revoked_by', sa.Text(), server_default='', nullable=False),
        sa.Column('revoked_by_name', sa.Text(), server_default='', nullable=False),
        sa.Column('revoked_because', sa.Text(), server_default='', nullable=False),
    )


def upgrade() -> None:
    op.create_table('api_client',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('organisation', sa.Text(), nullable=False),
    sa.Column('contact_post', sa.Text(), nullable=False),
    sa.Column('scopes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('per_hour', sa.Integer(), nullable=False),
    sa.Column('per_day', sa.Integer(), nullable=False),
    sa.Column('expires_on', sa.Date(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('created_by_name', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    *_revoking(),
    sa.CheckConstraint('per_hour >= 1 AND per_day >= per_hour', name=op.f('ck_api_client_quota_known')),
    sa.CheckConstraint("revoked_at IS NULL OR revoked_because <> ''", name=op.f('ck_api_client_revoking_has_a_reason')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_client'))
    )
    op.create_index('uq_api_client_name_in_use', 'api_client', ['name'], unique=True, postgresql_where=sa.text('revoked_at IS NULL'))
    op.create_table('api_client_key',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('client_id', sa.Text(), nullable=False),
    sa.Column('digest', sa.Text(), nullable=False),
    sa.Column('created_by', sa.Text(), nullable=False),
    sa.Column('created_by_name', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('last_used_at', sa.DateTime(timezone=True), nullable=True),
    *_revoking(),
    sa.CheckConstraint("revoked_at IS NULL OR revoked_because <> ''", name=op.f('ck_api_client_key_revoking_has_a_reason')),
    sa.ForeignKeyConstraint(['client_id'], ['api_client.id'], name=op.f('fk_api_client_key_client_id_api_client')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_api_client_key'))
    )
    op.create_index(op.f('ix_api_client_key_client_id'), 'api_client_key', ['client_id'], unique=False)
    op.create_table('api_client_use',
    sa.Column('client_id', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('requests', sa.Integer(), nullable=False),
    sa.Column('hour', sa.DateTime(timezone=True), nullable=False),
    sa.Column('in_hour', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['client_id'], ['api_client.id'], name=op.f('fk_api_client_use_client_id_api_client')),
    sa.PrimaryKeyConstraint('client_id', 'day', name=op.f('pk_api_client_use'))
    )
    for statement in KEEP_CLIENTS:
        op.execute(statement)
    for table in ('api_client', 'api_client_key'):
        op.execute(f'CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION public.keep_{table}()')
        op.execute(f'CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION public.keep_{table}()')


def downgrade() -> None:
    op.drop_table('api_client_use')
    op.drop_index(op.f('ix_api_client_key_client_id'), table_name='api_client_key')
    op.drop_table('api_client_key')
    op.drop_index('uq_api_client_name_in_use', table_name='api_client', postgresql_where=sa.text('revoked_at IS NULL'))
    op.drop_table('api_client')
    for table in ('api_client', 'api_client_key'):
        op.execute(f'DROP FUNCTION keep_{table}()')
