"""Sessions as rows of the accounts database: what one process ends is over in every other."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from shared.accounts.session_store import key_hash, new_key
from shared.accounts.tables import web_session
from shared.accounts.web_session import WebSession, Which, from_record, to_record
from shared.people import Person
from shared.storage import Database

KEPT_FOR = timedelta(days=30)  # so long is it known that a session was, and why it ended

_COLUMNS = [column for column in web_session.c if column.name not in ("key_hash", "person_id")]
_OPEN = (web_session.c.ended_at.is_(None),)
# Asked on every page: SQLAlchemy takes as long to make a statement as to carry it out.
_FIND = select(*_COLUMNS).where(web_session.c.key_hash == bindparam("key_hash"))


class KeptSessions:
    """The ``SessionStore`` of every installation. Statements commit one by one."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine.execution_options(isolation_level="AUTOCOMMIT")

    def begin(self, session: WebSession) -> str:
        key = new_key()
        with self._engine.connect() as connection:
            connection.execute(insert(web_session).values(key_hash=key_hash(key), **_row(session)))
            connection.execute(delete(web_session).where(web_session.c.since < session.since - KEPT_FOR))
        return key

    def find(self, key: str) -> WebSession | None:
        with self._engine.connect() as connection:
            row = connection.execute(_FIND, {"key_hash": key_hash(key)}).one_or_none()
        return _session(row) if row else None

    def renew(self, session: WebSession) -> str:
        key = new_key()
        changed = update(web_session).where(web_session.c.handle == session.handle, *_OPEN)
        with self._engine.connect() as connection:
            done = connection.execute(changed.values(key_hash=key_hash(key), **_row(session)))
        return key if done.rowcount else ""

    def touch(self, handle: str, at: datetime) -> None:
        seen = update(web_session).where(web_session.c.handle == handle, *_OPEN).values(seen=at)
        with self._engine.connect() as connection:
            connection.execute(seen)

    def end(self, which: Which, at: datetime, why: str) -> int:
        given = {name: value for name, value in vars(which).items() if value and name != "not_handle"}
        asked = [web_session.c[name] == value for name, value in given.items()]
        over = update(web_session).where(*asked, web_session.c.handle != which.not_handle, *_OPEN)
        with self._engine.connect() as connection:
            return connection.execute(over.values(ended_at=at, ended_why=why, id_token="")).rowcount

    def open_of(self, person_id: str) -> Sequence[WebSession]:
        mine = select(*_COLUMNS).where(web_session.c.person_id == person_id, *_OPEN)
        with self._engine.connect() as connection:
            rows = connection.execute(mine.order_by(web_session.c.seen.desc())).all()
        return [session for row in rows if (session := _session(row))]

    def last_known(self, person_id: str) -> Person | None:
        mine = select(*_COLUMNS).where(web_session.c.person_id == person_id.replace("\0", ""))
        with self._engine.connect() as connection:
            row = connection.execute(mine.order_by(web_session.c.seen.desc()).limit(1)).one_or_none()
        session = _session(row) if row else None
        return session.person if session else None


def end_every_session(database: Database, *, at: datetime, why: str) -> None:
    """Everybody signs in anew: for a database that was put back to an earlier day."""
    with database.engine.begin() as connection:
        everybody = update(web_session).where(*_OPEN)
        connection.execute(everybody.values(ended_at=at, ended_why=why, id_token=""))


def _row(session: WebSession) -> dict[str, Any]:
    given = {column.name: getattr(session, column.name) for column in _COLUMNS if column.name != "person"}
    return {**given, "person_id": session.person.id, "person": to_record(session.person)}


def _session(row: Row[Any]) -> WebSession | None:
    """None for somebody of whom this version does not know what they are."""
    found = dict(row._mapping)
    try:
        person = from_record(found.pop("person"))
    except (KeyError, ValueError):
        return None
    return WebSession(person=person, **found)
