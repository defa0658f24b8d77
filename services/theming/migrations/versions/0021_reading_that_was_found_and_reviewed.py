"""Unusual reading that was found in the audit, and what the auditor said of it"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

KEPT = ('audit_reader', 'reading_day', 'unusual_reading', 'unusual_reading_review')


def upgrade() -> None:
    op.create_table(
        'audit_reader',
        sa.Column('person_id', sa.Text(), nullable=False),
        sa.Column('roles', sa.Text(), nullable=False),
        sa.Column('organisation', sa.Text(), nullable=False),
        sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('person_id', 'roles', 'organisation', name=op.f('pk_audit_reader')),
    )
    op.create_table(
        'reading_day',
        sa.Column('on_day', sa.Date(), nullable=False),
        sa.Column('looked_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('on_day', name=op.f('pk_reading_day')),
    )
    op.create_table(
        'unusual_reading',
        sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column('rule', sa.Text(), nullable=False),
        sa.Column('person_id', sa.Text(), nullable=False),
        sa.Column('person_name', sa.Text(), nullable=False),
        sa.Column('case_reference', sa.Text(), nullable=True),
        sa.Column('on_day', sa.Date(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=False),
        sa.Column('usual', sa.Integer(), nullable=True),
        sa.Column('found_at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_unusual_reading')),
        sa.UniqueConstraint('id', 'person_id', name=op.f('uq_unusual_reading_id_person_id')),
    )
    op.create_index(
        'uq_unusual_reading_once',
        'unusual_reading',
        ['rule', 'person_id', 'case_reference', 'on_day'],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        'unusual_reading_review',
        sa.Column('id', sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column('finding_id', sa.BigInteger(), nullable=False),
        sa.Column('person_id', sa.Text(), nullable=False),
        sa.Column('case_reference', sa.Text(), nullable=True),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('reviewed_by', sa.Text(), nullable=False),
        sa.Column('reviewed_by_name', sa.Text(), nullable=False),
        sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            'reviewed_by <> person_id', name=op.f('ck_unusual_reading_review_nobody_reviews_their_own_reading')
        ),
        sa.CheckConstraint(
            "answer IN ('explained', 'to_follow_up', 'referred')",
            name=op.f('ck_unusual_reading_review_answer_is_known'),
        ),
        sa.CheckConstraint("words <> ''", name=op.f('ck_unusual_reading_review_words_are_said')),
        sa.ForeignKeyConstraint(
            ['finding_id', 'person_id'],
            ['unusual_reading.id', 'unusual_reading.person_id'],
            name=op.f('fk_unusual_reading_review_finding_id_person_id_unusual_reading'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_unusual_reading_review')),
    )
    op.create_index(
        op.f('ix_unusual_reading_review_finding_id'), 'unusual_reading_review', ['finding_id'], unique=False
    )
    for table in KEPT:
        op.execute(
            f'CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}'
            ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()'
        )


def downgrade() -> None:
    for table in reversed(KEPT):
        op.drop_table(table)
