"""A service's own database: engine, transactions, readiness."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy import URL, Engine, Executable, create_engine, event, make_url, text
from sqlalchemy.orm import Session, sessionmaker

from shared.auditing.digests import DigestKeys
from shared.auditing.entries import MarkingKeys
from shared.people import SYSTEM, Person
from shared.storage.acting import act_as, tell_who_acts
from shared.storage.bound_roles import refuse_unbound
from shared.storage.case_scope import narrow
from shared.storage.telling_changes import NOTING, tell_changes
from shared.storage.time_limits import SESSIONS, TimeLimits
from shared.storage.transaction import Transaction


class Database:
    """One PostgreSQL database. ``topic`` is where the owning service publishes, if it does.

    ``marking`` makes the marks of its audit entries; with ``digesting`` they tell what each row was before
    and became, and of what identifies a digest (``shared/storage/telling_changes.py``).
    ``url`` is the application's role, whose rights are few; ``owner_url`` the role that owns the tables, for
    whoever migrates, rebuilds or backs up (left out: the same). ``bound``: a role to which the rules about
    rows would not apply is refused on every connection, see ``shared/storage/bound_roles.py``.
    """

    def __init__(
        self,
        service: str,
        url: str | URL,
        topic: str | None = None,
        pool_size: int = 10,
        limits: TimeLimits = SESSIONS,
        schema: str = "",
        marking: MarkingKeys | None = None,
        digesting: DigestKeys | None = None,
        owner_url: str | URL = "",
        bound: bool = False,
    ) -> None:
        self.service = service
        self.topic = topic
        self.marking = marking
        self.engine = make_engine(url, pool_size, limits, schema, more=NOTING if digesting else "")
        self.owner_url = make_url(owner_url or url)
        self.role = make_url(url).username or ""
        self._sessions = sessionmaker(self.engine, expire_on_commit=False)
        event.listen(self._sessions, "do_orm_execute", narrow)
        tell_who_acts(self._sessions)
        if digesting:
            tell_changes(self.engine, self._sessions, marking, digesting)
        # It need not wait for the disk: what makes use of its answer does, and is written after it.
        apart = make_engine(url, pool_size, limits, schema, more="-c synchronous_commit=off")
        self._apart = apart.execution_options(isolation_level="AUTOCOMMIT")
        for engine in self.engines if bound else ():
            refuse_unbound(engine, service)

    @contextmanager
    def transaction(self, *, person: Person, at: datetime) -> Iterator[Transaction]:
        """A unit of work: commits at the end, rolls back on any error."""
        with self._sessions.begin() as session:
            yield self.joined(session, person=person, at=at)

    def joined(self, session: Session, *, person: Person, at: datetime) -> Transaction:
        """A Transaction on a session that somebody else will commit (the consumer's batch)."""
        return Transaction(session, person, at, self.service, self.topic, self.at_once, self.marking)

    def at_once(self, statement: Executable, values: Mapping[str, Any]) -> Any:
        """The one value a statement gives, kept whatever becomes of the transaction it is for.

        For numbers that are given out: a lock on their row is held for this statement and no longer.
        """
        with self._apart.connect() as connection:
            return connection.execute(statement, values).scalar_one()

    def session(self) -> Session:
        """A bare session for the relay and the inbox, as the system; all else uses ``transaction``."""
        session = self._sessions()
        act_as(session, SYSTEM)
        return session

    @cached_property
    def owner(self) -> Engine:
        """For whoever migrates, rebuilds, backs up or restores: connects as the role that owns the tables."""
        return make_engine(self.owner_url, pool_size=2)

    def ready(self) -> bool:
        """Whether the database answers and has been migrated."""
        with self.engine.connect() as connection:
            return connection.scalar(text("SELECT to_regclass('outbox') IS NOT NULL")) is True

    @property
    def engines(self) -> tuple[Engine, ...]:
        """All that it connects with: for transactions, and for what is kept whatever becomes of them."""
        return self.engine, self._apart

    def close(self) -> None:
        for engine in (*self.engines, self.owner) if "owner" in self.__dict__ else self.engines:
            engine.dispose()


def make_engine(
    url: str | URL, pool_size: int = 10, limits: TimeLimits = SESSIONS, schema: str = "", more: str = ""
) -> Engine:
    """An engine whose sessions speak UTC and keep ``limits``; ``schema``: they see the tables there only.

    ``more`` are further settings of the session. Source of the options: libpq's ``options``. Nothing is
    compiled (jit): our statements are short, and compiling one takes longer than it saves.
    """
    place = f" -c search_path={schema}" if schema else ""
    return create_engine(
        url,
        pool_size=pool_size,
        pool_pre_ping=True,
        hide_parameters=True,  # an error never quotes what was sent
        connect_args={"options": f"-c timezone=UTC -c jit=off {limits.options}{place} {more}"},
    )
