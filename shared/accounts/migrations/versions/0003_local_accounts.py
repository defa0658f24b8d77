"""Local accounts"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    instant = sa.DateTime(timezone=True)
    op.create_table(
        "local_account",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("roles", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("password_hash", sa.Text(), server_default="", nullable=False),
        sa.Column("sealed_secret", sa.Text(), server_default="", nullable=False),
        sa.Column("last_step", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("ended", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("added_at", instant, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_local_account")),
    )
    op.create_table(
        "local_failure",
        sa.Column("key_hash", sa.Text(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", instant, nullable=True),
        sa.Column("until", instant, nullable=True),
        sa.Column("known_until", instant, nullable=True),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_local_failure")),
    )
    op.create_table(
        "local_enrolment",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sealed_secret", sa.Text(), nullable=False),
        sa.Column("made_at", instant, nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_at", instant, nullable=False),
        sa.Column("used_at", instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["name"], ["local_account.name"], name=op.f("fk_local_enrolment_name_local_account")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_local_enrolment")),
    )
    op.create_index(op.f("ix_local_enrolment_name"), "local_enrolment", ["name"], unique=False)
    op.create_table(
        "local_recovery_code",
        sa.Column("code_hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("used_at", instant, nullable=True),
        sa.ForeignKeyConstraint(
            ["name"], ["local_account.name"], name=op.f("fk_local_recovery_code_name_local_account")
        ),
        sa.PrimaryKeyConstraint("code_hash", name=op.f("pk_local_recovery_code")),
    )
    op.create_index(op.f("ix_local_recovery_code_name"), "local_recovery_code", ["name"], unique=False)
    op.create_table(
        "local_reset",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", instant, nullable=False),
        sa.Column("agreed_by", sa.Text(), nullable=True),
        sa.Column("agreed_at", instant, nullable=True),
        sa.CheckConstraint(
            "agreed_by <> asked_by AND agreed_by <> name AND asked_by <> name",
            name=op.f("ck_local_reset_two_others"),
        ),
        sa.ForeignKeyConstraint(
            ["name"], ["local_account.name"], name=op.f("fk_local_reset_name_local_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_reset")),
    )
    op.create_index(op.f("ix_local_reset_name"), "local_reset", ["name"], unique=False)


def downgrade() -> None:
    for table in ("local_reset", "local_recovery_code", "local_enrolment", "local_failure", "local_account"):
        op.drop_table(table)
