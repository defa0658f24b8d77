"""Reads of restrictions and of broken glass, each starting from who is looking."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists, func, literal, select

from shared.auditing.reading.tables import audit_reader
from shared.people import Permission, Relation, can, check
from shared.restrictions.rules import BrokenGlass
from shared.restrictions.tables import break_glass, case_restriction
from shared.storage import Transaction
from shared.storage.case_scope import scope_of, standing_of
from shared.storage.kernel_tables import audit_entry

MOST_SHOWN = 200
# Whoever may be the second person of some case; of which, each row says.
_NAMED_SOMEWHERE = frozenset({Relation.NAMED})
_HOLDS = case_restriction.c.lifted_at.is_(None)
_COLUMNS = [break_glass.c[name] for name in BrokenGlass.__dataclass_fields__]


def case_is_there(tx: Transaction, case: str) -> bool:
    """Whether the case is there for who is looking: a case that is closed to them is not."""
    scope = scope_of(tx.service)
    assert scope is not None
    found = select(literal(1)).select_from(scope.root.table).where(scope.root == case.replace("\0", ""))
    return tx.session.scalar(found) is not None


def restriction_of(tx: Transaction, case: str) -> Any:
    """The restriction that holds, for those who may see the case; None if there is none or it hides it."""
    check(tx.person, Permission.RESTRICT_CASE)
    if case in standing_of(tx).closed:
        return None
    mine = case_restriction.c.case_reference == case.replace("\0", "")
    return tx.session.execute(select(case_restriction).where(_HOLDS, mine)).one_or_none()


def past_restrictions_of(tx: Transaction, case: str) -> Sequence[Any]:
    """Those that were lifted or replaced, newest first, for those who may see the case."""
    check(tx.person, Permission.RESTRICT_CASE)
    if case in standing_of(tx).closed:
        return []
    mine = case_restriction.c.case_reference == case.replace("\0", "")
    newest = case_restriction.c.id.desc()
    return tx.session.execute(select(case_restriction).where(~_HOLDS, mine).order_by(newest)).all()


def restricted_cases(tx: Transaction) -> Sequence[Any]:
    """The restricted cases that who is looking may see, newest first."""
    check(tx.person, Permission.RESTRICT_CASE)
    closed = standing_of(tx).closed
    mine = select(case_restriction).where(_HOLDS, case_restriction.c.case_reference.not_in(closed))
    return tx.session.execute(mine.order_by(case_restriction.c.id.desc())).all()


def people_who_work_here(tx: Transaction) -> list[tuple[str, str]]:
    """Account and name of everybody else who has signed in and read something here, by name.

    A program, and whoever acts by a link, is kept as no reader.
    """
    check(tx.person, Permission.RESTRICT_CASE)
    name = func.max(audit_entry.c.person_name)
    person = audit_entry.c.person_id
    readers = exists().where(audit_reader.c.person_id == person)
    found = select(person, name).where(person != tx.person.id, readers)
    with (
        tx.seen_by_the_system()
    ):  # that somebody reads here at all; their entries stay those open to who asks
        rows = tx.session.execute(found.group_by(person).order_by(name)).all()
    return [(row[0], row[1]) for row in rows]


def open_to_me(tx: Transaction) -> list[BrokenGlass]:
    """The glass that who is looking has broken and that is open now, the latest first."""
    check(tx.person, Permission.BREAK_GLASS)
    glass = break_glass.c
    mine = select(*_COLUMNS).where(
        glass.person_id == tx.person.id, glass.opened, glass.ended_at.is_(None), glass.until > tx.at
    )
    rows = tx.session.execute(mine.order_by(glass.broken_at.desc())).mappings()
    return [BrokenGlass(**row) for row in rows]


def glass_told_of(tx: Transaction) -> list[BrokenGlass]:
    """Every question to break the glass of which who is looking is the second person, the latest first.

    The guardian is told of each, a manager of the cases that she is named for.
    """
    check(tx.person, Permission.ACKNOWLEDGE_BREAK_GLASS, _NAMED_SOMEWHERE)
    latest = select(*_COLUMNS).order_by(break_glass.c.broken_at.desc()).limit(MOST_SHOWN)
    found = [BrokenGlass(**row) for row in tx.session.execute(latest).mappings()]
    return [each for each in found if may_acknowledge(tx, each)]


def may_acknowledge(tx: Transaction, glass: BrokenGlass) -> bool:
    """Whether who is looking is told of this one; nobody is the second person of their own."""
    relations = standing_of(tx).relations.get(glass.case_reference, frozenset())
    return glass.person_id != tx.person.id and can(tx.person, Permission.ACKNOWLEDGE_BREAK_GLASS, relations)


def glass_to_change(tx: Transaction, id_: str) -> BrokenGlass | None:
    """One, locked until the transaction ends; the caller asks whether it is theirs to change."""
    wanted = select(*_COLUMNS).where(break_glass.c.id == id_.replace("\0", "")).with_for_update()
    row = tx.session.execute(wanted).mappings().one_or_none()
    return BrokenGlass(**row) if row else None
