"""What was decided about who a child is: merges, links, scope and traces, each with its history."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, func, or_, select

from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.tables.identity import (
    child_link,
    identity_trace,
    notification_merge,
    possible_duplicate,
    scope_decision,
)
from services.notifications.tables.notification import notification
from shared.people import Permission, check
from shared.storage import Transaction


def merge_to_undo(tx: Transaction, reference: str) -> Row[Any] | None:
    """The merge of this notification that stands; None for one made before merges were kept."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    merge = notification_merge.c
    query = select(notification_merge).where(merge.case_reference == reference, merge.undone_at.is_(None))
    return tx.session.execute(query.with_for_update()).first()


def merges(tx: Transaction, most: int) -> list[dict[str, Any]]:
    """The latest merges, also those taken back, the latest first."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    query = select(notification_merge).order_by(notification_merge.c.merged_at.desc()).limit(most)
    return [dict(row) for row in tx.session.execute(query).mappings()]


def merges_before_the_log(tx: Transaction) -> list[ChildDeathNotification]:
    """Notifications that were merged before every merge had a row of its own."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    logged = select(notification_merge.c.case_reference).where(notification_merge.c.undone_at.is_(None))
    query = select(ChildDeathNotification).where(
        notification.c.status == Status.MERGED, notification.c.case_reference.not_in(logged)
    )
    return list(tx.session.scalars(query))


def links_of(tx: Transaction, references: Sequence[str]) -> list[dict[str, Any]]:
    """The links of these notifications with other children, ended ones last. A permission of its own."""
    check(tx.person, Permission.VIEW_LINKED_CHILDREN)
    link, wanted = child_link.c, list(references)
    query = select(child_link).where(or_(link.one_reference.in_(wanted), link.other_reference.in_(wanted)))
    rows = tx.session.execute(query.order_by(link.ended_at.desc().nulls_first(), link.linked_at)).mappings()
    return [dict(row) for row in rows]


def link_to_change(tx: Transaction, link_id: str) -> Row[Any] | None:
    check(tx.person, Permission.VIEW_LINKED_CHILDREN)
    return tx.session.execute(
        select(child_link).where(child_link.c.link_id == link_id).with_for_update()
    ).first()


def are_linked_as(tx: Transaction, ours: Sequence[str], theirs: Sequence[str], kind: str) -> bool:
    """Whether a link of a kind stands between any of ours and any of theirs; says no more than that."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    link = child_link.c
    either = or_(
        link.one_reference.in_(list(ours)) & link.other_reference.in_(list(theirs)),
        link.one_reference.in_(list(theirs)) & link.other_reference.in_(list(ours)),
    )
    query = select(func.count()).select_from(child_link)
    return bool(tx.session.scalar(query.where(either, link.kind == kind, link.ended_at.is_(None))))


def kept_apart(tx: Transaction, ours: Sequence[str], theirs: Sequence[str]) -> Row[Any] | None:
    """The latest decision that one of ours and one of theirs are two children; None if nobody said so."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    pair = possible_duplicate.c
    either = or_(
        pair.case_reference.in_(list(ours)) & pair.other_reference.in_(list(theirs)),
        pair.case_reference.in_(list(theirs)) & pair.other_reference.in_(list(ours)),
    )
    query = select(possible_duplicate).where(either, pair.decision == "different")
    return tx.session.execute(query.order_by(pair.decided_at.desc())).first()


def scope_decisions_of(tx: Transaction, reference: str) -> list[dict[str, Any]]:
    """What was decided about scope, each by the rule and version of its day, the latest last."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    decided = scope_decision.c
    query = select(scope_decision).where(decided.case_reference == reference).order_by(decided.decided_at)
    return [dict(row) for row in tx.session.execute(query).mappings()]


def traces_of(tx: Transaction, reference: str) -> list[dict[str, Any]]:
    """NHS numbers that were confirmed for this child from a trace, the latest last."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    trace = identity_trace.c
    query = select(identity_trace).where(trace.case_reference == reference).order_by(trace.confirmed_at)
    return [dict(row) for row in tx.session.execute(query).mappings()]
