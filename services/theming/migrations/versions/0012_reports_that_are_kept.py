"""Reports that are kept, meetings that were held, and every step of a recommendation"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.theming.tables.kept import KEEP_ROWS, kept

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

KEEP_REPORT = (
    """
    CREATE OR REPLACE FUNCTION public.keep_report() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'a report is never removed';
      END IF;
      IF NEW.contents <> OLD.contents OR NEW.checksum <> OLD.checksum OR NEW.known_at <> OLD.known_at
         OR NEW.made_by <> OLD.made_by THEN
        RAISE EXCEPTION 'what a report says stays as it was';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER report_run_stays BEFORE UPDATE OR DELETE ON report_run
    FOR EACH ROW EXECUTE FUNCTION public.keep_report()
    """,
    """
    CREATE TRIGGER report_run_is_not_emptied BEFORE TRUNCATE ON report_run
    FOR EACH STATEMENT EXECUTE FUNCTION public.keep_report()
    """,
)


def upgrade() -> None:
    op.create_table('meeting_held',
    sa.Column('meeting', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=True),
    sa.Column('panel_type', sa.Text(), nullable=False),
    sa.Column('seats', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('sectors_missing', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('cases_discussed', sa.Integer(), nullable=False),
    sa.Column('known_from', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('version >= 1', name=op.f('ck_meeting_held_version_from_one')),
    sa.PrimaryKeyConstraint('meeting', 'version', name=op.f('pk_meeting_held'))
    )
    op.create_index(op.f('ix_meeting_held_held_on'), 'meeting_held', ['held_on'], unique=False)
    op.create_table('recommendation_told',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('review_version', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('told', sa.Integer(), nullable=False),
    sa.Column('level', sa.Text(), nullable=False),
    sa.Column('themes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('effect', sa.Text(), nullable=False),
    sa.Column('known_from', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('told >= 1', name=op.f('ck_recommendation_told_told_from_one')),
    sa.PrimaryKeyConstraint('case_reference', 'review_version', 'number', 'told', name=op.f('pk_recommendation_told'))
    )
    op.create_index(op.f('ix_recommendation_told_agreed_on'), 'recommendation_told', ['agreed_on'], unique=False)
    op.create_table('report_run',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('period', sa.Text(), nullable=False),
    sa.Column('version', sa.Text(), nullable=False),
    sa.Column('edition', sa.Integer(), nullable=False),
    sa.Column('status', sa.Enum('draft', 'final', 'withdrawn', name='status_known', native_enum=False, create_constraint=True, length=20), nullable=False),
    sa.Column('known_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('panel_name', sa.Text(), nullable=False),
    sa.Column('contents', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('checksum', sa.Text(), nullable=False),
    sa.Column('made_by', sa.Text(), nullable=False),
    sa.Column('made_by_name', sa.Text(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('final_by', sa.Text(), nullable=False),
    sa.Column('final_by_name', sa.Text(), nullable=False),
    sa.Column('final_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_by_name', sa.Text(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_because', sa.Text(), nullable=False),
    sa.CheckConstraint("status <> 'final' OR final_at IS NOT NULL", name=op.f('ck_report_run_final_is_dated')),
    sa.CheckConstraint("status <> 'final' OR final_by <> made_by", name=op.f('ck_report_run_final_by_another')),
    sa.CheckConstraint("status <> 'withdrawn' OR withdrawn_because <> ''", name=op.f('ck_report_run_withdrawing_has_a_reason')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_report_run')),
    sa.UniqueConstraint('kind', 'period', 'version', 'edition', name=op.f('uq_report_run_kind_period_version_edition'))
    )
    op.create_table('report_file',
    sa.Column('report_id', sa.Text(), nullable=False),
    sa.Column('standing', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.Text(), nullable=False),
    sa.Column('made_with', sa.Text(), nullable=False),
    sa.CheckConstraint("standing IN ('draft', 'final')", name=op.f('ck_report_file_standing_known')),
    sa.ForeignKeyConstraint(['report_id'], ['report_run.id'], name=op.f('fk_report_file_report_id_report_run')),
    sa.PrimaryKeyConstraint('report_id', 'standing', 'name', name=op.f('pk_report_file'))
    )
    op.execute(KEEP_ROWS)
    for table in ("meeting_held", "recommendation_told", "report_file"):
        op.execute(kept(table))
    for statement in KEEP_REPORT:
        op.execute(statement)


def downgrade() -> None:
    for table in ("report_file", "report_run", "recommendation_told", "meeting_held"):
        op.drop_table(table)
    op.execute("DROP FUNCTION IF EXISTS public.keep_report()")
