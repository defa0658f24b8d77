"""The record of a case is disposed of here: its tombstone, its rows, and the words of events about it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Table, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.contracts.withheld_words import without_words
from shared.storage.disposal_rules import disposed_case
from shared.storage.kernel_tables import dead_letter, outbox
from shared.storage.transaction import Transaction

_DISPOSE = text("SELECT dispose_of_case(:case)")


def disposed_among(session: Session, cases: Iterable[str]) -> set[str]:
    """Those of these cases whose record was disposed of."""
    found = select(disposed_case.c.case_reference).where(disposed_case.c.case_reference.in_(set(cases)))
    return set(session.scalars(found))


def record_disposal(tx: Transaction, *, case: str, disposal_id: str) -> None:
    """Put up the tombstone, once: from now on the database takes the disposal of this case."""
    row = {"case_reference": case, "disposal_id": disposal_id, "disposed_at": tx.at}
    tx.session.execute(insert(disposed_case).values(row).on_conflict_do_nothing())


def dispose_of_case(tx: Transaction, case: str) -> Mapping[str, int]:
    """Do to every row of the case what the rules say, and withhold the words of its events here.

    Gives how many rows each rule was for, by table and number of the rule. Done again it changes nothing.
    """
    tx.session.flush()
    counted: Mapping[str, int] = tx.session.execute(_DISPOSE, {"case": case}).scalar_one()
    tx.session.expire_all()
    for table in (outbox, dead_letter):
        _withhold(tx.session, table, case)
    return counted


def _withhold(session: Session, table: Table, case: str) -> None:
    kept = select(table.c.event_id, table.c.envelope).where(table.c.key == case)
    rows: list[dict[str, Any]] = [
        {"changed": event_id, "said": said}
        for event_id, envelope in session.execute(kept)
        if (said := without_words(envelope)) != envelope
    ]
    if rows:
        its = table.c.event_id == bindparam("changed")
        session.connection().execute(update(table).where(its).values(envelope=bindparam("said")), rows)
