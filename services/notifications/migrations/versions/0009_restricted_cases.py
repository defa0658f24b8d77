"""Who may see a restricted case, and broken glass"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

KEPT = (
    """
    CREATE OR REPLACE FUNCTION keep_case_restriction() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'who could see a case is never removed';
      END IF;
      IF (OLD.lifted_at IS NOT NULL AND NEW.lifted_at IS DISTINCT FROM OLD.lifted_at) OR (OLD.lifted_by <> '' AND NEW.lifted_by <> OLD.lifted_by) OR (OLD.lifted_by_name <> '' AND NEW.lifted_by_name <> OLD.lifted_by_name) OR (OLD.lifted_because <> '' AND NEW.lifted_because <> OLD.lifted_because)
         OR to_jsonb(NEW) - ARRAY['lifted_at', 'lifted_by', 'lifted_by_name', 'lifted_because'] <> to_jsonb(OLD) - ARRAY['lifted_at', 'lifted_by', 'lifted_by_name', 'lifted_because'] THEN
        RAISE EXCEPTION 'who could see a case is never changed';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER case_restriction_is_kept BEFORE UPDATE OR DELETE ON case_restriction
    FOR EACH ROW EXECUTE FUNCTION keep_case_restriction()
    """,
    """
    CREATE TRIGGER case_restriction_is_not_emptied BEFORE TRUNCATE ON case_restriction
    FOR EACH STATEMENT EXECUTE FUNCTION keep_case_restriction()
    """,
    """
    CREATE OR REPLACE FUNCTION keep_break_glass() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'who could see a case is never removed';
      END IF;
      IF (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) OR (OLD.acknowledged_at IS NOT NULL AND NEW.acknowledged_at IS DISTINCT FROM OLD.acknowledged_at) OR (OLD.acknowledged_by <> '' AND NEW.acknowledged_by <> OLD.acknowledged_by) OR (OLD.acknowledged_by_name <> '' AND NEW.acknowledged_by_name <> OLD.acknowledged_by_name)
         OR to_jsonb(NEW) - ARRAY['ended_at', 'acknowledged_at', 'acknowledged_by', 'acknowledged_by_name'] <> to_jsonb(OLD) - ARRAY['ended_at', 'acknowledged_at', 'acknowledged_by', 'acknowledged_by_name'] THEN
        RAISE EXCEPTION 'who could see a case is never changed';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER break_glass_is_kept BEFORE UPDATE OR DELETE ON break_glass
    FOR EACH ROW EXECUTE FUNCTION keep_break_glass()
    """,
    """
    CREATE TRIGGER break_glass_is_not_emptied BEFORE TRUNCATE ON break_glass
    FOR EACH STATEMENT EXECUTE FUNCTION keep_break_glass()
    """,
)


def upgrade() -> None:
    op.create_table('case_restriction',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('people', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('restricted_by', sa.Text(), nullable=False),
    sa.Column('restricted_by_name', sa.Text(), nullable=False),
    sa.Column('restricted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('lifted_by', sa.Text(), server_default='', nullable=False),
    sa.Column('lifted_by_name', sa.Text(), server_default='', nullable=False),
    sa.Column('lifted_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('lifted_because', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("lifted_at IS NULL OR lifted_by <> ''", name=op.f('ck_case_restriction_lifting_has_a_person')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_case_restriction'))
    )
    op.create_index(op.f('ix_case_restriction_case_reference'), 'case_restriction', ['case_reference'], unique=False)
    op.create_index('uq_case_restriction_that_holds', 'case_restriction', ['case_reference'], unique=True, postgresql_where=sa.text('lifted_at IS NULL'))
    op.create_table('break_glass',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('person_id', sa.Text(), nullable=False),
    sa.Column('person_name', sa.Text(), nullable=False),
    sa.Column('broken_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('until', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened', sa.Boolean(), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acknowledged_by', sa.Text(), server_default='', nullable=False),
    sa.Column('acknowledged_by_name', sa.Text(), server_default='', nullable=False),
    sa.CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by = '')", name=op.f('ck_break_glass_acknowledged_by_somebody')),
    sa.CheckConstraint('acknowledged_by <> person_id', name=op.f('ck_break_glass_nobody_acknowledges_their_own')),
    sa.CheckConstraint('until > broken_at', name=op.f('ck_break_glass_ends_after_it_begins')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_break_glass'))
    )
    op.create_index(op.f('ix_break_glass_case_reference'), 'break_glass', ['case_reference'], unique=False)
    op.create_index(op.f('ix_break_glass_person_id'), 'break_glass', ['person_id'], unique=False)
    for statement in KEPT:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table('break_glass')
    op.drop_table('case_restriction')
    op.execute('DROP FUNCTION keep_break_glass()')
    op.execute('DROP FUNCTION keep_case_restriction()')
