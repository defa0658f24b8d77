"""The de-identified record"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('case_projection',
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('due', sa.Boolean(), server_default=sa.text('false'), nullable=False),
    sa.Column('facts_version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('facts_told', sa.Text(), server_default='', nullable=False),
    sa.Column('involvement_version', sa.Integer(), server_default='0', nullable=False),
    sa.Column('involvement_told', sa.Text(), server_default='', nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_case_projection_case_reference_notification')),
    sa.PrimaryKeyConstraint('case_reference', name=op.f('pk_case_projection'))
    )
    op.create_index('ix_case_projection_due', 'case_projection', ['case_reference'], unique=False, postgresql_where='due')
    op.create_table('redaction_reversal',
    sa.Column('reversal_id', sa.Text(), nullable=False),
    sa.Column('case_reference', sa.Text(), nullable=False),
    sa.Column('material_id', sa.Text(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('policy_version', sa.Text(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('asked_by', sa.Text(), nullable=False),
    sa.Column('asked_by_name', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('opened_by', sa.Text(), server_default='', nullable=False),
    sa.Column('opened_by_name', sa.Text(), server_default='', nullable=False),
    sa.Column('closes_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_because', sa.Text(), server_default='', nullable=False),
    sa.ForeignKeyConstraint(['case_reference'], ['notification.case_reference'], name=op.f('fk_redaction_reversal_case_reference_notification')),
    sa.ForeignKeyConstraint(['material_id'], ['case_material.material_id'], name=op.f('fk_redaction_reversal_material_id_case_material')),
    sa.PrimaryKeyConstraint('reversal_id', name=op.f('pk_redaction_reversal'))
    )
    op.create_index(op.f('ix_redaction_reversal_case_reference'), 'redaction_reversal', ['case_reference'], unique=False)
    op.create_index(op.f('ix_redaction_reversal_material_id'), 'redaction_reversal', ['material_id'], unique=False)
    op.add_column('case_material', sa.Column('made_from', sa.Text(), server_default='', nullable=False))
    op.add_column('case_material', sa.Column('pages', sa.Integer(), server_default='0', nullable=False))
    op.add_column('case_material', sa.Column('unreadable_pages', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False))
    op.add_column('case_material', sa.Column('picture_pages', postgresql.JSONB(astext_type=sa.Text()), server_default='[]', nullable=False))
    op.add_column('case_material', sa.Column('told_as', sa.Text(), server_default='', nullable=False))
    op.add_column('case_material', sa.Column('withheld_on', sa.Date(), nullable=True))
    op.add_column('case_material', sa.Column('withheld_by', sa.Text(), server_default='', nullable=False))
    op.add_column('case_material', sa.Column('withheld_because', sa.Text(), server_default='', nullable=False))
    op.add_column('case_material', sa.Column('withheld_reason', sa.Text(), server_default='', nullable=False))
    op.add_column('case_milestone', sa.Column('told_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('message', sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True))
    op.add_column('message', sa.Column('calendar', sa.Text(), server_default='', nullable=False))
    op.add_column('redaction_hit', sa.Column('key_id', sa.Text(), nullable=True))
    op.add_column('redaction_hit', sa.Column('sealed_original', sa.LargeBinary(), nullable=True))
    op.add_column('stored_document', sa.Column('unreadable_pages', postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column('stored_document', sa.Column('picture_pages', postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    op.drop_column('stored_document', 'picture_pages')
    op.drop_column('stored_document', 'unreadable_pages')
    op.drop_column('redaction_hit', 'sealed_original')
    op.drop_column('redaction_hit', 'key_id')
    op.drop_column('message', 'calendar')
    op.drop_column('message', 'starts_at')
    op.drop_column('case_milestone', 'told_at')
    op.drop_column('case_material', 'withheld_reason')
    op.drop_column('case_material', 'withheld_because')
    op.drop_column('case_material', 'withheld_by')
    op.drop_column('case_material', 'withheld_on')
    op.drop_column('case_material', 'told_as')
    op.drop_column('case_material', 'picture_pages')
    op.drop_column('case_material', 'unreadable_pages')
    op.drop_column('case_material', 'pages')
    op.drop_column('case_material', 'made_from')
    op.drop_index(op.f('ix_redaction_reversal_material_id'), table_name='redaction_reversal')
    op.drop_index(op.f('ix_redaction_reversal_case_reference'), table_name='redaction_reversal')
    op.drop_table('redaction_reversal')
    op.drop_index('ix_case_projection_due', table_name='case_projection', postgresql_where='due')
    op.drop_table('case_projection')
