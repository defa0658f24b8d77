"""Fresh tables in a schema beside the ones that serve, and the moment in which they change places."""

# allow everywhere sql-of-texts: the names are those of our own tables and schemas; nobody sends one
# ruff: noqa: S608 (the names are those of our own tables and schemas; nobody sends one)

import random
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from shared.errors import Conflict
from shared.people import Person
from shared.storage.database import Database
from shared.storage.kernel_rules import OF_READING
from shared.storage.kernel_tables import dead_letter, service_metadata
from shared.storage.noting_changes import note_changes
from shared.storage.recorded_columns import Recorded
from shared.storage.row_security import RowSecurity
from shared.storage.securing import secure
from shared.storage.time_limits import TimeLimits
from shared.storage.transaction import Transaction

LIVE, MADE, REPLACED = "public", "rebuilding", "replaced"
SCHEMAS = {"live": LIVE, "made": MADE, "replaced": REPLACED}
LIMITS = TimeLimits(lock=60, statement=0, idle_in_transaction=0)
# Two of them are less than PostgreSQL's deadlock_timeout (1 s): where we and a page wait for each other, it
# is always we who stand back, before anybody is picked as the victim.
LOCK_MS = 400
TRIES = 60
PAUSE_SECONDS = 0.5
TURN_TRIES = 10  # a process that was killed is noticed within moments
_TAKE_TURN = text("SELECT pg_try_advisory_lock(hashtextextended('rebuilding', 0))")
_STAND_BACK = ("55P03", "57014", "40P01")  # no lock in time, statement took too long, deadlock


class RebuildRefused(Conflict):
    """The tables that serve were left as they are; the message says why and what to do."""

    title = "Nothing was swapped"


class Again(Transaction):
    """What is done again is in the audit since it was done first."""

    def audit(self, action: str, **about: Any) -> None:
        pass

    def audit_each(self, action: str, **about: Any) -> None:
        pass


class DatabaseMade(Database):
    """The fresh tables, and nothing of the live ones."""

    def joined(self, session: Session, *, person: Person, at: datetime) -> Transaction:
        return Again(session, person, at, self.service, self.topic, self.at_once)


class TablesBeside:
    """``live`` reaches the tables that serve, ``made`` sees the fresh ones only and publishes nothing."""

    def __init__(
        self,
        database: Database,
        metadata: MetaData,
        security: RowSecurity = RowSecurity(),
        recorded: Recorded = Recorded(),
    ) -> None:
        place = database.owner_url
        self.metadata = metadata
        self.role = database.role
        self.security = security
        self.recorded = recorded
        self.live = Database(database.service, place, limits=LIMITS)
        self.made = DatabaseMade(f"{database.service} rebuild", place, limits=LIMITS, schema=MADE)

    @property
    def domain_tables(self) -> list[str]:
        kernel = {*service_metadata().tables, *OF_READING}
        return [table.name for table in self.metadata.sorted_tables if table.name not in kernel]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Until the block ends nobody else rebuilds in this database; a killed process loses its turn."""
        with self.live.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            if not any(_tried(connection) for _ in range(TURN_TRIES)):
                raise RebuildRefused("Another process is rebuilding here. Wait for it to end.")
            try:
                yield
            finally:
                connection.invalidate()

    def prepare(self, group: str) -> str:
        """Empty tables; gives the reading group of a rebuild that was broken off here, or ""."""
        with self.live.engine.begin() as connection:
            found = connection.scalar(text(_GROUP_NOTED), {"made": MADE})
            connection.execute(_sql("DROP SCHEMA IF EXISTS {made} CASCADE"))
            connection.execute(_sql("CREATE SCHEMA {made}"))
            connection.execute(_sql("COMMENT ON SCHEMA {made} IS '" + group + "'"))
        self.metadata.create_all(self.made.engine)
        with self.live.engine.connect() as connection:
            secure(self.security, self.role, connection, MADE)
            note_changes(self.recorded, connection, MADE)
        with self.made.engine.begin() as connection:
            connection.execute(_sql("CREATE TABLE {made}.unheard (event_id text PRIMARY KEY, key text)"))
            connection.execute(_sql(_DROPPED_STAY_DROPPED))
            self._check_shape(connection)
        return found or ""

    def handled_at(self, session: Session, event_ids: Sequence[str]) -> Mapping[str, datetime]:
        """When the service handled these events; without those it has not handled."""
        found = _sql("SELECT event_id, handled_at FROM {live}.inbox WHERE event_id = ANY(:ids)")
        return {row.event_id: row.handled_at for row in session.execute(found, {"ids": list(event_ids)})}

    def note_unheard(self, session: Session, events: Iterable[tuple[str, str]]) -> None:
        """Remember events, with their cases, that the service had not handled when the replay read them."""
        rows = [{"event_id": event_id, "key": key} for event_id, key in events]
        if rows:
            noted = "INSERT INTO {made}.unheard VALUES (:event_id, :key) ON CONFLICT DO NOTHING"
            session.execute(_sql(noted), rows)

    def analyse(self) -> None:
        """The planner knows the fresh tables before the first page reads them."""
        with self.made.engine.begin() as connection:
            for table in (*self.domain_tables, "inbox"):
                connection.execute(_sql('ANALYZE {made}."' + table + '"'))

    @contextmanager
    def frozen(self, *, with_tables: bool, with_outbox: bool = False) -> Iterator[Session]:
        """A transaction during which no event has an effect; ``with_tables``: nobody reads either.

        Whoever comes waits for moments. A lock that is not got at once is given back and asked for again.
        """
        for _ in range(TRIES):
            with self.live.session() as session, session.begin() as transaction:
                if _locked(session, self._locks(with_tables, with_outbox)):
                    yield session
                    return
                transaction.rollback()
            time.sleep(PAUSE_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311 - chance, and no secret
        raise RebuildRefused("The tables are in use without a pause. Try again when it is quieter.")

    def swap(self, session: Session) -> None:
        """The tables made serve from the commit of ``session`` on; the ones before stay in ``replaced``."""
        self._check_shape(session)
        if session.scalar(_sql(_DROPPED_MEANWHILE)):
            raise RebuildRefused("Somebody dropped an event meanwhile. Rebuild again.")
        for statement in _MERGE:
            session.execute(_sql(statement))
        session.execute(_sql("DROP SCHEMA IF EXISTS {replaced} CASCADE"))
        session.execute(_sql("CREATE SCHEMA {replaced}"))
        for table in self.domain_tables:
            session.execute(_sql('ALTER TABLE {live}."' + table + '" SET SCHEMA {replaced}'))
            session.execute(_sql('ALTER TABLE {made}."' + table + '" SET SCHEMA {live}'))

    def drop(self, schema: str = MADE) -> None:
        with self.live.engine.begin() as connection:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))

    def close(self) -> None:
        self.live.close()
        self.made.close()

    def _locks(self, with_tables: bool, with_outbox: bool) -> list[str]:
        doors = ["inbox", "dead_letter", *(["outbox"] if with_outbox else [])]
        locks = [f"LOCK TABLE {_listed(doors)} IN EXCLUSIVE MODE"]
        if with_tables:
            locks.append(f"LOCK TABLE {_listed(self.domain_tables)} IN ACCESS EXCLUSIVE MODE")
        return locks

    def _check_shape(self, session) -> None:  # type: ignore[no-untyped-def]
        """Refuse if the tables of this version are not those of the database: a column would be lost."""
        tables = {"tables": self.domain_tables}
        if session.scalar(_sql(_SHAPES_THAT_DIFFER), tables):
            raise RebuildRefused(
                "The tables of this version and those of the database differ: a migration is under way. "
                "Finish it (cdop migrate) and rebuild with that version."
            )


def _tried(connection: Connection) -> bool:
    taken = connection.scalar(_TAKE_TURN)
    if not taken:
        time.sleep(PAUSE_SECONDS)
    return bool(taken)


def _locked(session: Session, statements: Sequence[str]) -> bool:
    try:
        session.execute(text(f"SET LOCAL statement_timeout = '{LOCK_MS}ms'"))
        for statement in statements:
            session.execute(text(statement))
        session.execute(text("SET LOCAL statement_timeout = 0"))
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) not in _STAND_BACK:
            raise
        return False
    return True


def _listed(tables: Sequence[str]) -> str:
    return ", ".join(f'{LIVE}."{table}"' for table in tables)


def _sql(statement: str):  # type: ignore[no-untyped-def]
    return text(statement.format(**SCHEMAS))


_GROUP_NOTED = "SELECT obj_description(to_regnamespace(:made)::oid, 'pg_namespace')"
_LETTER = ", ".join(f'"{column.name}"' for column in dead_letter.columns if column.identity is None)
_DROPPED = "d.settled_how = 'dropped'"
# What a person dropped has no effect in the tables made either: their inbox knows it already.
_DROPPED_STAY_DROPPED = f"""
    INSERT INTO {{made}}.inbox (event_id, type, handled_at)
    SELECT d.event_id, coalesce(d.envelope ->> 'type', ''), d.settled_at FROM {{live}}.dead_letter d
    WHERE {_DROPPED}
"""
_DROPPED_MEANWHILE = f"""
    SELECT EXISTS (SELECT FROM {{live}}.dead_letter d WHERE {_DROPPED} AND EXISTS (
      SELECT FROM {{made}}.inbox m WHERE m.event_id = d.event_id AND m.handled_at <> d.settled_at))
"""
_MERGE = (
    # Handled meanwhile here and there: the instant that the tables about to serve were made with stands.
    """
    UPDATE {live}.inbox i SET handled_at = m.handled_at FROM {made}.inbox m, {made}.unheard u
    WHERE m.event_id = u.event_id AND i.event_id = u.event_id
    """,
    f"""
    INSERT INTO {{live}}.inbox (event_id, type, handled_at)
    SELECT event_id, type, handled_at FROM {{made}}.inbox m
    WHERE NOT EXISTS (SELECT FROM {{live}}.inbox i WHERE i.event_id = m.event_id)
    AND NOT EXISTS (SELECT FROM {{live}}.dead_letter d WHERE d.event_id = m.event_id AND {_DROPPED})
    """,
    f"""
    INSERT INTO {{live}}.dead_letter ({_LETTER}) SELECT {_LETTER} FROM {{made}}.dead_letter ORDER BY parked_as
    ON CONFLICT DO NOTHING
    """,
)
_SHAPES_THAT_DIFFER = """
    WITH live AS (SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
                  WHERE table_schema = '{live}' AND table_name = ANY(:tables)),
         made AS (SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
                  WHERE table_schema = '{made}' AND table_name = ANY(:tables))
    SELECT EXISTS ((SELECT * FROM live EXCEPT SELECT * FROM made) UNION ALL
                   (SELECT * FROM made EXCEPT SELECT * FROM live))
"""
