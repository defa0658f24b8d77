"""No migration takes away what the version before still uses, or keeps everybody waiting."""

from pathlib import Path

import pytest

from deploy.released.migration_rules import faults_of
from deploy.services import SERVICES
from shared.accounts.app import ACCOUNTS

FOLDERS = [service.migrations / "versions" for service in (*SERVICES, ACCOUNTS)]
MIGRATIONS = [file for folder in FOLDERS for file in sorted(folder.glob("*.py"))]
REFUSED = {
    "a column is dropped": 'op.drop_column("inbox", "type")',
    "a table is dropped": 'op.drop_table("inbox")',
    "a table is renamed": 'op.rename_table("inbox", "letters")',
    "a column is renamed": 'op.alter_column("inbox", "type", new_column_name="kind")',
    "a type is changed": 'op.alter_column("inbox", "type", type_=sa.Integer())',
    "null is no longer allowed": 'op.alter_column("inbox", "type", nullable=False)',
    "a column is needed": 'op.add_column("inbox", sa.Column("kind", sa.Text(), nullable=False))',
    "a check is added": 'op.create_check_constraint("short", "inbox", "length(type) < 9")',
    "rows must be unique": 'op.create_unique_constraint("one", "inbox", ["type"])',
    "words hide it": 'op.execute("alter table inbox " + "drop column type")',
    "an index keeps writers out": 'op.create_index("ix", "inbox", ["type"])',
    "everybody is kept out": 'op.execute("LOCK TABLE inbox")',
}
ALLOWED = {
    "a column that may be null": 'op.add_column("inbox", sa.Column("kind", sa.Text()))',
    "a column with a default": (
        'op.add_column("inbox", sa.Column("kind", sa.Text(), server_default="", nullable=False))'
    ),
    "a numbered column": (
        'op.add_column("inbox", sa.Column("n", sa.BigInteger(), sa.Identity(), nullable=False))'
    ),
    "a check of new rows": (
        'op.create_check_constraint("short", "inbox", "length(type) < 9", postgresql_not_valid=True)'
    ),
    "an index beside the traffic": 'index_beside_traffic("ix", "inbox", ["type"])',
    "an index on a small table": 'op.create_index("ix", "dead_letter", ["key"])',
    "a new table with its index": (
        'op.create_table("toy", sa.Column("id", sa.Text(), primary_key=True), sa.Column("n", sa.Text()))'
        '\n    op.create_index("ix", "toy", ["n"], unique=True)'
    ),
}
NEVER = {"an index keeps writers out", "everybody is kept out"}
CONTRACTING = {name: step for name, step in REFUSED.items() if name not in NEVER}


def a_migration(folder: Path, step: str, mark: str = "") -> Path:
    file = folder / "0009_step.py"
    file.write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        "from shared.storage.migration_steps import index_beside_traffic\n"
        f"{mark}\n\n\ndef upgrade() -> None:\n    {step}\n"
    )
    return file


@pytest.mark.parametrize("file", MIGRATIONS, ids=lambda file: f"{file.parts[-4]}-{file.stem}")
def test_a_migration_leaves_the_version_before_at_work(file: Path) -> None:
    assert faults_of(file) == []


@pytest.mark.parametrize("step", REFUSED.values(), ids=list(REFUSED))
def test_what_the_version_before_would_not_survive_is_refused(step: str, tmp_path: Path) -> None:
    assert len(faults_of(a_migration(tmp_path, step))) == 1


@pytest.mark.parametrize("step", ALLOWED.values(), ids=list(ALLOWED))
def test_what_expands_is_allowed(step: str, tmp_path: Path) -> None:
    assert faults_of(a_migration(tmp_path, step)) == []


@pytest.mark.parametrize("step", CONTRACTING.values(), ids=list(CONTRACTING))
def test_a_step_that_contracts_names_the_release_after_which_it_is_safe(step: str, tmp_path: Path) -> None:
    assert faults_of(a_migration(tmp_path, step, 'CONTRACTS_AFTER = "0.0.9"')) == []


@pytest.mark.parametrize("release", ["99.0.0", "soon"])
def test_a_step_cannot_contract_after_a_release_that_is_not_out(release: str, tmp_path: Path) -> None:
    step = CONTRACTING["a column is dropped"]
    assert "not a release" in faults_of(a_migration(tmp_path, step, f'CONTRACTS_AFTER = "{release}"'))[0]


def test_a_mark_does_not_let_anybody_be_kept_waiting(tmp_path: Path) -> None:
    step = REFUSED["an index keeps writers out"]
    assert faults_of(a_migration(tmp_path, step, 'CONTRACTS_AFTER = "0.0.9"')) != []
