"""Make each service's database and its two roles: a service can reach its own database and no other.

The first role owns the database and its tables and serves nobody; the second is the application's, which
owns nothing. An installation from before had the first alone: it stays the owner, and nothing is moved.
"""

import secrets
from pathlib import Path

import psycopg
from psycopg import sql

from deploy.embedded import EmbeddedPostgres

EVENTS = "events"
#: What of PostgreSQL's own a database needs besides: only the server's owner may put it in.
EXTENSIONS = {"theming": "vector"}


def provision(server: EmbeddedPostgres, folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """URLs by the name of their setting: for each service an owner's and the application's, and the events'.

    Role passwords are kept in ``folder`` (0700), one file each.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    urls = {}
    with server.connect() as connection:
        urls["events_url"] = _database_with_role(server, connection, EVENTS, kept_secret(folder / EVENTS))
        for name in names:
            owner = _database_with_role(server, connection, name, kept_secret(folder / name))
            urls[f"{name}_owner_url"] = owner
            urls[f"{name}_database_url"] = _application(server, connection, name, folder)
    return urls


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
    _make_role(connection, role, password)
    if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
        connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(identifier, owner))
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(identifier))
    if name in EXTENSIONS:
        with server.connect(name) as inside:
            inside.execute(extension_of(name))
    return server.url(name, role, password)


def _application(server: EmbeddedPostgres, connection: psycopg.Connection, name: str, folder: Path) -> str:
    """The role that serves: it may come into its database, and its rights there the owner gives it."""
    role, password = f"cdr_{name}_app", kept_secret(folder / f"{name}-app")
    _make_role(connection, role, password)
    database, itself = sql.Identifier(name), sql.Identifier(role)
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, itself))
    return server.url(name, role, password)


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone():
        return
    named, secret = sql.Identifier(role), sql.Literal(password)
    connection.execute(
        sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD {}").format(named, secret)
    )
