"""Make each service's database and role: a service can reach its own database and no other."""

import secrets
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.embedded import EmbeddedPostgres

EVENTS = "events"
#: What of PostgreSQL's own a database needs besides: only the server's owner may put it in.
EXTENSIONS = {"theming": "vector"}


def provision(server: EmbeddedPostgres, folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """URLs by database name. Role passwords are kept in ``folder`` (0700), one file each."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with server.connect() as connection:
        return {
            name: _database_with_role(server, connection, name, kept_secret(folder / name)) for name in names
        }


def kept_secret(file: Path) -> str:
    """The secret in ``file``, made on first use and readable by its owner only."""
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(32))
    return file.read_text()


def extension_of(name: str) -> sql.Composed:
    """The statement that puts what a service of EXTENSIONS needs into its database."""
    extension = sql.Identifier(EXTENSIONS[name])
    return sql.SQL("CREATE EXTENSION IF NOT EXISTS {} SCHEMA public;\n").format(extension)


def _database_with_role(
    server: EmbeddedPostgres, connection: psycopg.Connection, name: str, password: str
) -> str:
    role = f"cdr_{name}"
    identifier, owner = sql.Identifier(name), sql.Identifier(role)
    if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(owner, sql.Literal(password)))
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(identifier, owner))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(identifier))
    if name in EXTENSIONS:
        with server.connect(name) as inside:
            inside.execute(extension_of(name))
    return server.url(name, role, password)
