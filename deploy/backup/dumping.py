"""One service's database, dumped as one snapshot saw it."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile

from sqlalchemy import Connection, func, select, table, text

from deploy.backup import BackupRefused
from deploy.backup.archive import PART_BYTES
from deploy.backup.programs import Reached, program, reached
from shared.storage import Database, make_engine
from shared.storage.time_limits import TimeLimits

# A dump of a large database takes its time; it waits for nobody for long.
DUMPING = TimeLimits(lock=30, statement=0, idle_in_transaction=0)
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
_EXPORT = text("SELECT pg_export_snapshot()")
_UNPUBLISHED = text("SELECT count(*) FROM public.outbox WHERE published_at IS NULL")
_REVISION = text("SELECT version_num FROM public.alembic_version")


@dataclass(frozen=True)
class Snapshot:
    """What one snapshot saw: its name for pg_dump, and the counts to compare a restore with."""

    name: str
    revision: str
    rows: dict[str, int]
    unpublished: int


@contextmanager
def snapshot_of(database: Database) -> Iterator[Snapshot]:
    """A snapshot that stays until the block ends."""
    engine = make_engine(database.owner_url, pool_size=1, limits=DUMPING)
    try:
        with engine.connect() as connection:
            options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
            yield _seen(connection.execution_options(**options), database.service)
    finally:
        engine.dispose()


def _seen(connection: Connection, service: str) -> Snapshot:
    name = connection.scalar(_EXPORT)
    rows = row_counts(connection)
    if not {"outbox", "alembic_version"} <= rows.keys():
        raise BackupRefused(f"The {service} database has no tables to back up. Run 'cdop migrate'.")
    return Snapshot(str(name), str(connection.scalar(_REVISION)), rows, connection.scalar(_UNPUBLISHED) or 0)


def row_counts(connection: Connection) -> dict[str, int]:
    """The number of rows in each table."""
    counts = {
        name: select(func.count()).select_from(table(name, schema="public"))
        for name in connection.scalars(_TABLES).all()
    }
    return {name: connection.scalar(count) or 0 for name, count in counts.items()}


def dump_blocks(database: Database, snapshot: str) -> Iterator[bytes]:
    """The dump in PostgreSQL's custom format, in blocks of ``PART_BYTES``; nothing of it touches the disk."""
    with reached(database.owner_url) as place:
        yield from _dumped(database.service, place, snapshot)


def _dumped(service: str, place: Reached, snapshot: str) -> Iterator[bytes]:
    # The level: a third of the time of the usual one for a tenth more bytes.
    command = [program("pg_dump"), "--format=custom", "--compress=gzip:1", "--schema=public", "--no-password"]
    command += [f"--snapshot={snapshot}", "--lock-wait-timeout=30s", f"--dbname={place.address}"]
    with TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, env=place.environment)
        assert process.stdout is not None
        try:
            while block := process.stdout.read(PART_BYTES):
                yield block
            if process.wait():
                said.seek(0)
                raise BackupRefused(_why(service, said.read().decode(errors="replace")))
        finally:
            process.kill()
            process.stdout.close()
            process.wait()


def _why(service: str, said: str) -> str:
    """pg_dump names objects and settings, never what is in a row."""
    lines = [line for line in said.splitlines() if line.strip()]
    return f"The {service} database could not be dumped: {lines[0] if lines else 'pg_dump said nothing'}"
