"""Who acts, told to PostgreSQL for one transaction and no longer: what its rules about rows go by.

A connection that goes back to the pool tells nothing of it: the settings end with the transaction. Where
nothing was told, nobody acts, and nobody sees nothing.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.event import listen
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from shared.people import Person

_WHO, _LINKS = "who acts and when", "links held"
_TOLD, _FORGOTTEN = "who acts was told", "who acts was forgotten"
_TELL = (
    "SELECT set_config('cdr.person', %s, true), set_config('cdr.roles', %s, true),"
    " set_config('cdr.at', %s, true), set_config('cdr.links', %s, true)"
)


def act_as(session: Session, person: Person, at: datetime | None = None, *, write_first: bool = True) -> None:
    """From now on ``person`` acts in this session, at ``at``; told at once if told before.

    ``write_first``: what was done before is written as who acted then, for whoever acts next may not see it.
    """
    said = (person.id, ",".join(sorted(person.roles)), at.isoformat() if at else "")
    if session.info.get(_WHO) != said:
        if write_first:
            _write(session)
        session.info[_WHO] = said
        _tell_now(session)


def hold_link(session: Session, kind: str, id: str) -> None:
    """From now on who acts holds a signed link for this thing too."""
    links = session.info.setdefault(_LINKS, {})
    if links.get(kind) != id:
        _write(session)
        links[kind] = id
        _tell_now(session)


def link_held(session: Session, kind: str) -> str | None:
    """The id of what the signed link of this kind is for that who acts holds; None without one."""
    links: dict[str, str] = session.info.get(_LINKS, {})
    return links.get(kind)


def tell_who_acts(sessions: sessionmaker[Session]) -> None:
    """Have every transaction of these sessions told, with its first statement."""
    listen(sessions, "after_begin", _begun)
    listen(sessions, "after_soft_rollback", _rolled_back)
    listen(sessions, "do_orm_execute", lambda state: _tell_again(state.session))
    listen(sessions, "before_flush", lambda session, *_: _tell_again(session))
    listen(sessions, "after_transaction_end", _ended)


def _begun(session: Session, _: SessionTransaction, connection: Connection) -> None:
    if _WHO in session.info and not connection.in_nested_transaction():
        connection.exec_driver_sql(_TELL, _said(session))
        session.info[_TOLD] = True


def _rolled_back(session: Session, previous: SessionTransaction) -> None:
    """PostgreSQL has gone back to what it was told before the savepoint."""
    session.info[_FORGOTTEN] = previous.nested


def _tell_again(session: Session) -> None:
    if session.info.pop(_FORGOTTEN, False):
        _tell_now(session)


def _ended(session: Session, ended: SessionTransaction) -> None:
    if ended.parent is None:
        session.info.pop(_TOLD, None)


def _write(session: Session) -> None:
    if session.info.get(_TOLD):
        session.flush()


def _tell_now(session: Session) -> None:
    if session.info.get(_TOLD):
        session.connection().exec_driver_sql(_TELL, _said(session))


def _said(session: Session) -> tuple[Any, ...]:
    links = session.info.get(_LINKS, {})
    return (*session.info[_WHO], " ".join(f"{kind}:{id}" for kind, id in links.items() if " " not in id))
