"""Which cases are restricted, and to whom they are open.

A restricted case is counted by the statistics as any other. Everywhere else it is there for the people
named and for nobody else, not even as a number.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, and_, func, literal, select
from sqlalchemy.sql.expression import cast

from services.theming.queries.passes import CASE, check_reads_themes, not_shut
from services.theming.tables import case_restriction
from shared.people import Permission, check
from shared.storage import Transaction
from shared.storage.kernel_tables import audit_entry

#: What only the office does here: who did one of these belongs to it.
_OFFICE_ACTIONS = ("read_case_text", "confirm_theme", "reject_theme", "add_theme", "read_theme")
_HOLDS = case_restriction.c.lifted_at.is_(None)


def open_cases(tx: Transaction, reference: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that the case whose reference stands in this column may be seen by who is looking."""
    named = case_restriction.c.people.contains(
        func.jsonb_build_array(func.jsonb_build_object("id", cast(literal(tx.person.id), String)))
    )
    closed = select(case_restriction.c.case_reference).where(_HOLDS, ~named)
    return and_(reference.not_in(closed), not_shut(tx, reference))


def cases_open_to_all(reference: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that the case is not restricted at all: for what many people read, such as a pack."""
    return reference.not_in(select(case_restriction.c.case_reference).where(_HOLDS))


def comparable_cases(tx: Transaction, reference: ColumnElement[str]) -> ColumnElement[bool]:
    """The condition that the case may be shown as like another: to a panel, which speaks of them, only one
    that is open to all.
    """
    mine = open_cases(tx, reference)
    return mine if tx.link_held(CASE) is None else and_(mine, cases_open_to_all(reference))


def is_open(tx: Transaction, case: str) -> bool:
    """Whether who is looking may see the case."""
    return tx.session.scalar(select(open_cases(tx, literal(case)))) is True


def restriction_of(tx: Transaction, case: str) -> Any:
    """The restriction that holds, for those who may see the case; None if there is none or it hides it."""
    check_reads_themes(tx)
    mine = (case_restriction.c.case_reference == case) & open_cases(tx, case_restriction.c.case_reference)
    return tx.session.execute(select(case_restriction).where(_HOLDS, mine)).one_or_none()


def held_for_change(tx: Transaction, case: str) -> Any:
    """The restriction that holds, whoever asks; for actions, which have asked whether they may."""
    mine = case_restriction.c.case_reference == case
    return tx.session.execute(select(case_restriction).where(_HOLDS, mine).with_for_update()).one_or_none()


def past_restrictions_of(tx: Transaction, case: str) -> Sequence[Any]:
    """Those that were lifted, newest first, for those who may see the case."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = (case_restriction.c.case_reference == case) & open_cases(tx, case_restriction.c.case_reference)
    newest = case_restriction.c.id.desc()
    return tx.session.execute(select(case_restriction).where(~_HOLDS, mine).order_by(newest)).all()


def restricted_cases(tx: Transaction) -> Sequence[Any]:
    """The restricted cases that who is looking may see, newest first."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    mine = open_cases(tx, case_restriction.c.case_reference)
    newest = case_restriction.c.id.desc()
    return tx.session.execute(select(case_restriction).where(_HOLDS, mine).order_by(newest)).all()


def people_of_the_office(tx: Transaction) -> list[tuple[str, str]]:
    """Account and name of everybody else who has worked on themes here, by name."""
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    name = func.max(audit_entry.c.person_name)
    found = select(audit_entry.c.person_id, name).where(
        audit_entry.c.action.in_(_OFFICE_ACTIONS), audit_entry.c.person_id != tx.person.id
    )
    rows = tx.session.execute(found.group_by(audit_entry.c.person_id).order_by(name))
    return [(row[0], row[1]) for row in rows]
