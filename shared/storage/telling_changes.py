"""What a transaction changed is told of in the audit before it commits, whoever wrote it and in whatever way.

Triggers note each changed row in ``change_waiting`` (``shared/storage/noting_changes.py``); here, in the
moment of the commit, the notes become audit entries. A transaction whose notes nobody took cannot commit.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, event, insert
from sqlalchemy.orm import Session, SessionTransaction, sessionmaker

from shared.auditing.changes import CHANGES, Noted, details
from shared.auditing.digests import DigestKeys
from shared.auditing.entries import MarkingKeys
from shared.people import SYSTEM, Person
from shared.storage.entry_rows import entry_row
from shared.storage.kernel_tables import audit_entry

#: A setting of the session: whose connections do not have it are of a version that takes no notes.
NOTING = "-c cdr.noting=on"
_WROTE, _ABOUT, _BEFORE = "cdr_wrote", "cdr_about", "entries before savepoints"
_TAKE = """
    WITH taken AS (DELETE FROM public.change_waiting
                   WHERE transaction_id = pg_current_xact_id()::text::bigint RETURNING *)
    SELECT table_name, how, named, of_case, was, became, hidden_was, hidden_became
    FROM taken ORDER BY number
"""
_ACTS = "SELECT set_config('cdr.person', %s, true), set_config('cdr.roles', %s, true)"
_TOLD = insert(audit_entry).inline()
_CHANGES_NOTHING = ("SELECT", "INSERT INTO audit_entry", "SET ")


def tell_changes(
    engine: Engine, sessions: sessionmaker[Session], marking: MarkingKeys | None, keys: DigestKeys
) -> None:
    """From now on no connection of ``engine`` commits a change without an entry that tells of it."""

    def know(session: Session, _: SessionTransaction, connection: Connection) -> None:
        connection.info[_ABOUT] = session.info

    def note(connection: Connection, _: Any, statement: str, __: Any, ___: Any, ____: bool) -> None:
        if not statement.lstrip().startswith(_CHANGES_NOTHING):
            connection.info[_WROTE] = True

    def tell(connection: Connection) -> None:
        about = connection.info.pop(_ABOUT, {})
        entries = about.pop("entries", [])
        if not connection.info.pop(_WROTE, False):
            return
        if noted := [Noted(*row) for row in connection.exec_driver_sql(_TAKE)]:
            who, at = _who(connection, about.get("transaction"))
            told = details(noted, entries, keys, at)
            rows = [entry_row(who, on, CHANGES, marking, case=c, subject=s, detail=d) for on, c, s, d in told]
            connection.execute(_TOLD, rows)
        connection.info.pop(_WROTE, None)

    def forget(connection: Connection) -> None:
        connection.info.pop(_ABOUT, {}).pop("entries", None)
        connection.info.pop(_WROTE, None)

    event.listen(sessions, "after_begin", know)
    event.listen(sessions, "after_transaction_create", _count_entries)
    event.listen(sessions, "after_soft_rollback", _drop_entries)
    event.listen(engine, "before_cursor_execute", note)
    event.listen(engine, "commit", tell)
    event.listen(engine, "rollback", forget)


def _count_entries(session: Session, begun: SessionTransaction) -> None:
    if begun.nested:
        session.info.setdefault(_BEFORE, {})[begun] = len(session.info.get("entries", ()))


def _drop_entries(session: Session, undone: SessionTransaction) -> None:
    """What a savepoint had taken in when it was undone was never written: no change is told of with it."""
    before = session.info.get(_BEFORE, {}).pop(undone, None)
    if before is not None:
        del session.info.get("entries", [])[before:]


def _who(connection: Connection, tx: Any) -> tuple[Person, datetime]:
    """Who acts, and when; what no transaction of ours changes the product itself has changed, now.

    Told to the database too, which lets nobody write in another's name (``kernel_rules.py``): where several
    act by turns in one session, the one whose turn it was need not be the one who answers for the whole.
    """
    who, at = (tx.person, tx.at) if tx else (SYSTEM, datetime.now(UTC))
    connection.exec_driver_sql(_ACTS, (who.id, ",".join(sorted(who.roles))))
    return who, at
