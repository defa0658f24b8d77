"""Facts as they were known

The facts that are there become one version of each source, known from the instant at which the audit says
that they were taken in. What was said before is not in this database: a rebuild from the log fills it in.
Themes decided before every step was kept get the step that they stand by.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from services.theming.tables.kept import KEEP_ROWS, kept

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

_NEW = (
    ('died_in', sa.Text()),
    ('deprivation_quintile', sa.Integer()),
    ('joint_agency_response', sa.Boolean()),
    ('supplementary_forms', postgresql.JSONB(astext_type=sa.Text())),
    ('secondary_categories', postgresql.JSONB(astext_type=sa.Text())),
    ('factors', postgresql.JSONB(astext_type=sa.Text())),
)
_NOTIFIED = (
    'notified_on, area, age_band, sex, ethnic_group, place_of_death, notifier_sector, expected, events, clocks'
)


def upgrade() -> None:
    for name, kind in _NEW:
        op.add_column('case_facts', sa.Column(name, kind, nullable=True))
    op.create_table('case_fact_version',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('source', sa.Text(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('known_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('notified_on', sa.Date(), nullable=True),
    sa.Column('area', sa.Text(), nullable=True),
    sa.Column('age_band', sa.Text(), nullable=True),
    sa.Column('sex', sa.Text(), nullable=True),
    sa.Column('ethnic_group', sa.Text(), nullable=True),
    sa.Column('place_of_death', sa.Text(), nullable=True),
    sa.Column('notifier_sector', sa.Text(), nullable=True),
    sa.Column('expected', sa.Text(), nullable=True),
    sa.Column('died_in', sa.Text(), nullable=True),
    sa.Column('deprivation_quintile', sa.Integer(), nullable=True),
    sa.Column('joint_agency_response', sa.Boolean(), nullable=True),
    sa.Column('supplementary_forms', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('events', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('clocks', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('reviewed_on', sa.Date(), nullable=True),
    sa.Column('completed_on', sa.Date(), nullable=True),
    sa.Column('review_version', sa.Integer(), nullable=True),
    sa.Column('category', sa.Integer(), nullable=True),
    sa.Column('secondary_categories', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('modifiability', sa.Text(), nullable=True),
    sa.Column('factors', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('hold_kind', sa.Text(), nullable=True),
    sa.Column('placed_on', sa.Date(), nullable=True),
    sa.Column('lifted_on', sa.Date(), nullable=True),
    sa.Column('hold_outcome', sa.Text(), nullable=True),
    sa.Column('record_version', sa.Integer(), nullable=True),
    sa.Column('record_states', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.CheckConstraint("source IN ('notified', 'reviewed', 'record') OR source LIKE 'hold:%'", name=op.f('ck_case_fact_version_source_known')),
    sa.CheckConstraint('number >= 1', name=op.f('ck_case_fact_version_number_from_one')),
    sa.PrimaryKeyConstraint('case_reference', 'source', 'number', name=op.f('pk_case_fact_version'))
    )
    op.create_index('ix_case_fact_version_notified_on', 'case_fact_version', ['notified_on'], unique=False)
    op.create_index('ix_case_fact_version_reviewed_on', 'case_fact_version', ['reviewed_on'], unique=False)
    op.execute(
        f"""
        INSERT INTO case_fact_version (case_reference, source, number, known_from, {_NOTIFIED})
        SELECT f.case_reference, 'notified', 1, coalesce(a.at, now()), {_NOTIFIED}
        FROM case_facts f LEFT JOIN (
            SELECT case_reference, max(at) AS at FROM audit_entry
            WHERE action = 'record_notified_case' GROUP BY case_reference
        ) a USING (case_reference)
        WHERE f.notified_on IS NOT NULL
        """
    )
    op.execute(
        """
        INSERT INTO case_fact_version
            (case_reference, source, number, known_from, reviewed_on, review_version, category, modifiability)
        SELECT f.case_reference, 'reviewed', 1, coalesce(a.at, now()),
               f.reviewed_on, f.review_version, f.category, f.modifiability
        FROM case_facts f LEFT JOIN (
            SELECT case_reference, max(at) AS at FROM audit_entry
            WHERE action = 'record_review' GROUP BY case_reference
        ) a USING (case_reference)
        WHERE f.reviewed_on IS NOT NULL
        """
    )
    op.execute(
        """
        INSERT INTO theme_decision
            (case_reference, theme, step, reason, pipeline_version, decided_by, decided_by_name, decided_at)
        SELECT case_reference, theme, CASE WHEN status = 'confirmed' AND by_hand THEN 'added' ELSE status END,
               reason, pipeline_version, decided_by, decided_by_name, decided_at
        FROM theme_confirmation c
        WHERE status IN ('confirmed', 'rejected') AND NOT EXISTS (
            SELECT FROM theme_decision d WHERE d.case_reference = c.case_reference AND d.theme = c.theme
        )
        ORDER BY decided_at, case_reference, theme
        """
    )
    op.execute(KEEP_ROWS)
    op.execute(kept('case_fact_version'))


def downgrade() -> None:
    op.drop_table('case_fact_version')
    for name, _ in _NEW:
        op.drop_column('case_facts', name)
