"""completed reviews are locked by the database"""

from alembic import op

from services.panel.tables.analyses import LOCK_COMPLETED_REVIEWS

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for statement in LOCK_COMPLETED_REVIEWS:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER analysis_form_is_kept ON analysis_form")
    op.execute("DROP FUNCTION keep_analysis")
