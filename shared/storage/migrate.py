"""Bring a service's database up to date with its Alembic history, while the version before goes on working.

Several processes may start at once: one migrates at a time, the others wait and find it done. A step that
does not get its lock soon stands back, so that nobody queues behind it, and is tried again. There is no way
back in production: the version before works on the newer tables, so what is taken back is the code alone.
"""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import errors
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from shared.storage.database import Database, make_engine
from shared.storage.held_up import MigrationHeldUp
from shared.storage.noting_changes import note_changes
from shared.storage.recorded_columns import Recorded
from shared.storage.row_security import RowSecurity
from shared.storage.securing import secure
from shared.storage.time_limits import MIGRATIONS, TimeLimits

TURN_SECONDS = 300  # to wait for another process that migrates
_TAKE_TURN = text("SELECT pg_try_advisory_lock(hashtextextended('migrations', 0))")
_IN_THE_WAY = text(
    "SELECT pid, state, extract(epoch FROM now() - xact_start)::int AS seconds FROM pg_stat_activity"
    " WHERE datname = current_database() AND xact_start IS NOT NULL AND pid <> pg_backend_pid()"
    " ORDER BY xact_start LIMIT 5"
)
logger = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Patience:
    """How often a step that gets no lock is tried, and the seconds between two tries, more or less.

    Between them, whoever waited behind the last one gets through.
    """

    tries: int = 10
    pause: float = 2.0
    limits: TimeLimits = MIGRATIONS


def migrate(
    database: Database,
    folder: Path,
    patience: Patience = Patience(),
    security: RowSecurity | None = None,
    recorded: Recorded | None = None,
) -> None:
    """Apply what is not yet applied; ``folder`` is the service's ``migrations/``.

    Done by the role that owns the tables. With ``security`` the application's role gets its rights, and the
    tables their rules, in the same turn; with ``recorded`` the triggers that note changes are put there.

    Raises MigrationHeldUp when a lock is not got in all tries, or a step takes too long.
    """
    engine = make_engine(database.owner_url, pool_size=2, limits=patience.limits)
    try:
        if security is None and _is_migrated(engine, folder):
            return
        with _turn(engine, database.service):
            if not _is_migrated(engine, folder):
                _with_patience(engine, database.service, patience, partial(_upgrade, folder))
            if security:
                _with_patience(engine, database.service, patience, partial(secure, security, database.role))
            if recorded:
                _with_patience(engine, database.service, patience, partial(note_changes, recorded))
    finally:
        engine.dispose()  # the turn ends with its connection


def is_migrated(database: Database, folder: Path) -> bool:
    """Whether the database has what this version needs: its newest tables, or those of a version after it."""
    return _is_migrated(database.engine, folder)


def _is_migrated(engine: Engine, folder: Path) -> bool:
    scripts = ScriptDirectory.from_config(_configuration(folder))
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    before = {script.revision for script in scripts.walk_revisions()} - {scripts.get_current_head()}
    return current is not None and current not in before


@contextmanager
def _turn(engine: Engine, service: str) -> Iterator[None]:
    """Until the block ends nobody else migrates this database.

    The lock is asked for again and again, not waited for: an index that is built beside the traffic would
    wait for whoever waits.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        until = time.monotonic() + TURN_SECONDS
        while not connection.scalar(_TAKE_TURN):
            if time.monotonic() > until:
                raise MigrationHeldUp(
                    f"Another process has been migrating the {service} database for {TURN_SECONDS} s. "
                    "See what it says, end it if it hangs, and run 'cdop migrate' again."
                )
            time.sleep(0.5)
        yield


def _upgrade(folder: Path, connection: Connection) -> None:
    configuration = _configuration(folder)
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")


def _with_patience(
    engine: Engine, service: str, patience: Patience, step: Callable[[Connection], None]
) -> None:
    """Do a step whose locks may not be got at once."""
    for number in range(1, patience.tries + 1):
        try:
            with engine.connect() as connection:
                step(connection)
            return
        except OperationalError as error:
            if isinstance(error.orig, errors.QueryCanceled):
                raise MigrationHeldUp(_too_slow(service, patience.limits)) from None
            if not isinstance(error.orig, errors.LockNotAvailable | errors.DeadlockDetected):
                raise
        logger.warning("migration_waits", service=service, tried=number, of=patience.tries)
        if number < patience.tries:
            time.sleep(patience.pause * random.uniform(0.5, 1.5))  # noqa: S311 - chance, and no secret
    raise MigrationHeldUp(_blocked(engine, service, patience))


def _too_slow(service: str, limits: TimeLimits) -> str:
    return (
        f"A step of the {service} migration ran for {limits.statement} s and was undone. Steps before it "
        "stand, and the version before works on. Run 'cdop migrate' again when the database is "
        "quieter; if it ends here again, that step has to be made smaller."
    )


def _blocked(engine: Engine, service: str, patience: Patience) -> str:
    with engine.connect() as connection:
        open_now = [
            f"process {row.pid} ({row.state}, transaction open for {row.seconds} s)"
            for row in connection.execute(_IN_THE_WAY)
        ]
    return (
        f"The {service} migration did not get its lock, {patience.tries} times {patience.limits.lock} s: "
        "somebody uses the table for long. Nothing of that step was done, and the version before works on. "
        f"Transactions open now: {', '.join(open_now) or 'none'}. Wait for them to end, or end one with "
        "SELECT pg_terminate_backend(process), and run 'cdop migrate' again."
    )


def _configuration(folder: Path) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(folder).replace("%", "%%"))
    return configuration
