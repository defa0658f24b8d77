"""What an approval of disposals is of: the records open to who approved"""

import sqlalchemy as sa
from alembic import op

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

COVERED_FIRST = (
    """
    CREATE OR REPLACE FUNCTION refuse_cover_after_answer() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF EXISTS (SELECT FROM disposal_answer WHERE list_id = NEW.list_id) THEN
        RAISE EXCEPTION 'what an approval is of is written before it, and never after';
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER disposal_covered_is_first AFTER INSERT ON disposal_covered
    FOR EACH ROW EXECUTE FUNCTION refuse_cover_after_answer()
    """,
)
OUTCOME_COVERED = (
    """
    CREATE OR REPLACE FUNCTION refuse_disposal_without_approval() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NEW.outcome = 'disposed' AND NOT EXISTS (
          SELECT FROM disposal_covered c JOIN disposal_answer a USING (list_id)
          WHERE a.answer = 'approved' AND c.list_id = NEW.list_id
          AND c.case_reference = NEW.case_reference AND c.record_type = NEW.record_type) THEN
        RAISE EXCEPTION 'a record is disposed of only where a second person saw it and approved';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE TRIGGER disposal_outcome_is_covered BEFORE INSERT ON disposal_outcome
    FOR EACH ROW EXECUTE FUNCTION refuse_disposal_without_approval()
    """,
)
APPROVED = """
    CREATE OR REPLACE FUNCTION refuse_tombstone_without_approval() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF NOT EXISTS (SELECT FROM disposal_item i JOIN disposal_answer a USING (list_id)
                     WHERE a.answer = 'approved' AND i.list_id = NEW.disposal_id
                     AND i.record_type <> 'original_documents'
                     AND NEW.case_reference = ANY (i.with_it || i.case_reference)) THEN
        RAISE EXCEPTION 'a record is disposed of only under a list that a second person approved';
      END IF;
      RETURN NEW;
    END $$
    """
JOINED = 'JOIN disposal_answer a USING (list_id)'
AND_SEEN = f"""{JOINED}
                     JOIN disposal_covered c USING (list_id, case_reference, record_type)"""


def upgrade() -> None:
    op.create_table('disposal_covered',
    sa.Column('list_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('record_type', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['list_id', 'case_reference', 'record_type'], ['disposal_item.list_id', 'disposal_item.case_reference', 'disposal_item.record_type'], name='fk_disposal_covered_item'),
    sa.PrimaryKeyConstraint('list_id', 'case_reference', 'record_type', name=op.f('pk_disposal_covered'))
    )
    # Of what was approved before and still waits nobody knows what was seen: it is kept, and proposed again.
    _run("""
    INSERT INTO disposal_covered SELECT list_id, case_reference, record_type FROM disposal_outcome
    WHERE outcome = 'disposed'
    """)
    for statement in (*COVERED_FIRST, *OUTCOME_COVERED):
        _run(statement)
    _run(
        'CREATE TRIGGER disposal_covered_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON disposal_covered'
        ' FOR EACH STATEMENT EXECUTE FUNCTION keep_rows()'
    )
    _run(APPROVED.replace(JOINED, AND_SEEN))


def downgrade() -> None:
    _run(APPROVED)
    _run('DROP TRIGGER disposal_outcome_is_covered ON disposal_outcome')
    _run('DROP FUNCTION refuse_disposal_without_approval()')
    op.drop_table('disposal_covered')
    _run('DROP FUNCTION refuse_cover_after_answer()')


def _run(statement: str) -> None:
    op.execute(sa.DDL(statement))  # type: ignore[no-untyped-call]  # a colon in it names no value
