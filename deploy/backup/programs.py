"""PostgreSQL's own programs, and how they reach a database without a password in their arguments."""

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from deploy.backup import BackupRefused
from deploy.backup.tls_passage import needs_passage, passage
from deploy.embedded import EmbeddedPostgresError, binary


def program(name: str) -> str:
    """``name`` from the folder in CDOP_POSTGRES_BIN, else from the wheel, else from PATH.

    It must not be older than the server: pg_dump refuses then.
    """
    folder = os.environ.get("CDOP_POSTGRES_BIN")
    found = shutil.which(str(Path(folder) / name)) if folder else _in_wheel(name) or shutil.which(name)
    if not found:
        raise BackupRefused(f"There is no program '{name}'. CDOP_POSTGRES_BIN may name the folder it is in.")
    return found


def _in_wheel(name: str) -> str | None:
    try:
        return shutil.which(binary(name))
    except EmbeddedPostgresError:
        return None


@dataclass(frozen=True)
class Reached:
    """A database: ``address`` for ``--dbname``, and the environment that says where its password stands."""

    address: str
    environment: dict[str, str]


@contextmanager
def reached(url: URL) -> Iterator[Reached]:
    """How libpq's programs reach what ``url`` names, while the block lasts. Raises BackupRefused."""
    _, given = url.get_dialect()().create_connect_args(url)
    given = {name: value for name, value in given.items() if name != "context"}
    password = given.pop("password", None)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    with ExitStack() as stack:
        if password:
            environment["PGPASSFILE"] = stack.enter_context(_password_file(password))
        by = stack.enter_context(passage(given)) if needs_passage(given) else given
        yield Reached(make_conninfo(**by), environment)


@contextmanager
def _password_file(password: str) -> Iterator[str]:
    """A file of ours alone: an environment can be read by whoever may look at the process."""
    with NamedTemporaryFile("w") as file:
        escaped = password.replace("\\", "\\\\").replace(":", "\\:")
        file.write(f"*:*:*:*:{escaped}\n")
        file.flush()
        yield file.name
