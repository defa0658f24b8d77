"""The steps of meetings: who took which, when and why"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('meeting_step',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('meeting_id', sa.Text(), nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('because', sa.Text(), nullable=False),
    sa.Column('taken_by', sa.Text(), nullable=False),
    sa.Column('taken_by_name', sa.Text(), nullable=False),
    sa.Column('taken_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['meeting_id'], ['panel_meeting.id'], name=op.f('fk_meeting_step_meeting_id_panel_meeting')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_step'))
    )
    op.create_index(op.f('ix_meeting_step_meeting_id'), 'meeting_step', ['meeting_id'], unique=False)
    op.execute(
        'CREATE TRIGGER meeting_step_is_append_only BEFORE DELETE OR UPDATE OR TRUNCATE ON meeting_step'
        ' FOR EACH STATEMENT EXECUTE FUNCTION keep_history()'
    )


def downgrade() -> None:
    op.drop_index(op.f('ix_meeting_step_meeting_id'), table_name='meeting_step')
    op.drop_table('meeting_step')
