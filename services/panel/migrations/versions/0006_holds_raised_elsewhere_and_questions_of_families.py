"""Holds raised elsewhere, questions of families"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('early_release',
    sa.Column('hold_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('lifted_on', sa.Date(), nullable=False),
    sa.PrimaryKeyConstraint('hold_id', name=op.f('pk_early_release'))
    )
    op.create_table('family_question',
    sa.Column('question_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('raised_on', sa.Date(), nullable=False),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['review_case.reference'], name=op.f('fk_family_question_case_reference_review_case')),
    sa.PrimaryKeyConstraint('question_id', name=op.f('pk_family_question'))
    )
    op.create_index(op.f('ix_family_question_case_reference'), 'family_question', ['case_reference'], unique=False)
    op.create_table('family_answer',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
    sa.Column('question_id', sa.Text(), nullable=False),
    sa.Column('reply', sa.Text(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('by', sa.Text(), nullable=False),
    sa.Column('by_name', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("reply IN ('answered', 'declined')", name=op.f('ck_family_answer_reply_known')),
    sa.ForeignKeyConstraint(['question_id'], ['family_question.question_id'], name=op.f('fk_family_answer_question_id_family_question')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_family_answer'))
    )
    op.create_index(op.f('ix_family_answer_question_id'), 'family_answer', ['question_id'], unique=False)
    op.add_column('hold', sa.Column('origin', sa.Text(), server_default='panel', nullable=False))
    op.add_column('hold', sa.Column('blocks', sa.Text(), server_default='listing', nullable=False))


def downgrade() -> None:
    op.drop_column('hold', 'blocks')
    op.drop_column('hold', 'origin')
    op.drop_index(op.f('ix_family_answer_question_id'), table_name='family_answer')
    op.drop_table('family_answer')
    op.drop_index(op.f('ix_family_question_case_reference'), table_name='family_question')
    op.drop_table('family_question')
    op.drop_table('early_release')
