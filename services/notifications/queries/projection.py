"""Reads for what the panel is told of a case by itself: what has changed, and what was told last."""

from sqlalchemy import RowMapping, select
from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain.notification import Status
from services.notifications.tables.clocks import case_milestone
from services.notifications.tables.facts import chosen_fact
from services.notifications.tables.family import key_worker
from services.notifications.tables.gathering import case_material
from services.notifications.tables.notification import notification
from services.notifications.tables.projection import case_projection
from shared.people import Permission, check
from shared.storage import Transaction

Row = RowMapping


def next_to_tell(tx: Transaction) -> Row | None:
    """What was told last of a case of which something has changed since, or which is new; locked.

    None where nothing is to be told.
    """
    check(tx.person, Permission.GATHER_INFORMATION)
    _add_new_cases(tx)
    columns = case_projection.c
    due = select(columns.case_reference).where(columns.due).order_by(columns.case_reference).limit(1)
    if (first := tx.session.scalar(due)) is None:
        return None
    tx.lock_case(first)  # before the row, as everybody does who tells of the case and notes a change
    wanted = select(case_projection).where(columns.case_reference == first, columns.due)
    return tx.session.execute(wanted.with_for_update(skip_locked=True)).mappings().first()


def _add_new_cases(tx: Transaction) -> None:
    known = select(case_projection.c.case_reference)
    accepted = notification.c.status == Status.ACCEPTED
    new = select(notification.c.case_reference).where(accepted, notification.c.case_reference.not_in(known))
    rows = [{"case_reference": reference, "due": True} for reference in tx.session.scalars(new.limit(200))]
    if rows:
        tx.session.execute(insert(case_projection).on_conflict_do_nothing(), rows)


def sources_followed(tx: Transaction, case_reference: str) -> dict[str, str]:
    """By fact, the source that the office follows now; "" where it has taken its choice back."""
    check(tx.person, Permission.GATHER_INFORMATION)
    chosen = chosen_fact.c
    wanted = select(chosen.fact, chosen.source).where(chosen.case_reference == case_reference)
    return {row.fact: row.source for row in tx.session.execute(wanted.order_by(chosen.choice_id))}


def texts_made_from(tx: Transaction, case_reference: str) -> dict[str, str]:
    """Ids of the texts of a case by what they were made from."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(case_material.c.made_from, case_material.c.material_id)
    rows = tx.session.execute(wanted.where(case_material.c.case_reference == case_reference))
    return {row.made_from: row.material_id for row in rows if row.made_from}


def key_worker_names(tx: Transaction, case_reference: str) -> list[str]:
    """Who works with the family, also those who no longer do."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(key_worker.c.name).where(key_worker.c.case_reference == case_reference)
    return list(tx.session.scalars(wanted))


def milestones_not_told(tx: Transaction, case_reference: str, kinds: frozenset[str]) -> list[Row]:
    """Milestones of these kinds that stand and of which the panel does not know."""
    check(tx.person, Permission.GATHER_INFORMATION)
    columns = case_milestone.c
    wanted = select(case_milestone).where(
        columns.case_reference == case_reference,
        columns.kind.in_(kinds),
        columns.withdrawn_at.is_(None),
        columns.told_at.is_(None),
    )
    return [*tx.session.execute(wanted.order_by(columns.milestone_id)).mappings()]
