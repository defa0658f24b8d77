"""Who may be the same child, who was merged and who belongs together. Each starts from who is looking."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY

from services.notifications.domain.identity.first_notification import FirstNotification
from services.notifications.domain.identity.likeness import Agreement, ChildIdentity, Likeness
from services.notifications.domain.identity.lookup_keys import VERSION, keys_to_look_up
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.queries.identity_history import (
    are_linked_as as are_linked_as,
)
from services.notifications.queries.identity_history import (
    link_to_change as link_to_change,
)
from services.notifications.queries.identity_history import (
    links_of as links_of,
)
from services.notifications.queries.identity_history import (
    merge_to_undo as merge_to_undo,
)
from services.notifications.queries.identity_history import (
    merges as merges,
)
from services.notifications.queries.identity_history import (
    merges_before_the_log as merges_before_the_log,
)
from services.notifications.queries.identity_history import (
    scope_decisions_of as scope_decisions_of,
)
from services.notifications.queries.identity_history import (
    traces_of as traces_of,
)
from services.notifications.tables.identity import (
    child_lookup_key,
    child_recognition,
    possible_duplicate,
)
from services.notifications.tables.notification import child_identity, notification
from shared.people import Permission, Role, check, check_any
from shared.storage import Transaction

MOST_COMPARED = 100
_COLUMNS = (
    *child_identity.c,
    func.coalesce(child_recognition.c.aliases, "").label("aliases"),
    func.coalesce(child_recognition.c.other_postcode, "").label("other_postcode"),
)
_KNOWN = child_identity.outerjoin(
    child_recognition, child_recognition.c.case_reference == child_identity.c.case_reference
)
# An inner join, so that the rows can be locked.
_RECOGNISED = child_identity.join(
    child_recognition, child_recognition.c.case_reference == child_identity.c.case_reference
)
# A notification that an undone import brought is as if it had not come.
_STANDING = _KNOWN.join(
    notification,
    (notification.c.case_reference == child_identity.c.case_reference)
    & (notification.c.status != Status.WITHDRAWN),
)
_KEYS = ARRAY(BigInteger)
_shared_keys = func.count().label("keys")
_close_keys = (
    func.count()
    .filter(child_lookup_key.c.key == func.any(bindparam("close", type_=_KEYS)))
    .label("close_keys")
)
_shared = (
    select(child_lookup_key.c.case_reference, _close_keys, _shared_keys)
    .where(child_lookup_key.c.key == func.any(bindparam("wanted", type_=_KEYS)))
    .group_by(child_lookup_key.c.case_reference)
    .order_by(_close_keys.desc(), _shared_keys.desc(), child_lookup_key.c.case_reference)
    .limit(MOST_COMPARED)
    .subquery()
)
# Made once: a statement takes longer to make than to carry out.
_BY_NUMBER = (
    select(*_COLUMNS)
    .select_from(_STANDING)
    .where(child_identity.c.nhs_number == bindparam("nhs_number"))
    .limit(MOST_COMPARED)
)
_BY_KEYS = (
    select(*_COLUMNS)
    .select_from(
        _STANDING.join(_shared, _shared.c.case_reference == child_identity.c.case_reference),
    )
    .order_by(_shared.c.close_keys.desc(), _shared.c["keys"].desc(), child_identity.c.case_reference)
)

_READS_FIRST = (Permission.VIEW_IDENTIFIABLE_CASE, Permission.CARRY_OUT_DISPOSAL)


def candidates_for(tx: Transaction, identity: ChildIdentity) -> list[tuple[str, ChildIdentity]]:
    """The few children worth comparing with this one, by case reference; at most twice MOST_COMPARED.

    The NHS number first, then the keys of ``lookup_keys``: those who share most of the close ones first, as
    of two names and a year there are many. Whoever notifies sets this off and is shown none of it.
    """
    _check_may_notify(tx)
    rows: list[Row[Any]] = []
    if identity.nhs_number:
        rows += tx.session.execute(_BY_NUMBER, {"nhs_number": identity.nhs_number}).all()
    keys = keys_to_look_up(identity)
    if keys.all:
        rows += tx.session.execute(_BY_KEYS, {"close": keys.close, "wanted": keys.all}).all()
    return list({row.case_reference: identity_in(row) for row in rows}.items())


def identity_in(row: Row[Any]) -> ChildIdentity:
    values = dict(row._mapping)
    values.pop("case_reference")
    return ChildIdentity(**values)


def identities_of(tx: Transaction, references: Iterable[str]) -> dict[str, ChildIdentity]:
    """What these children are recognised by, also a number that was traced later."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    query = select(*_COLUMNS).select_from(_KNOWN).where(child_identity.c.case_reference.in_(list(references)))
    return {row.case_reference: identity_in(row) for row in tx.session.execute(query)}


def numbers_of(tx: Transaction, references: Iterable[str]) -> dict[str, str]:
    """The NHS numbers these children are recognised by; "" where there is none."""
    _check_may_notify(tx)
    kept = child_identity.c
    query = select(kept.case_reference, kept.nhs_number).where(kept.case_reference.in_(list(references)))
    return {row.case_reference: row.nhs_number for row in tx.session.execute(query)}


def not_yet_recognised(tx: Transaction, most: int) -> dict[str, ChildDeathNotification]:
    """Some notifications that are not kept under the keys of today's rules."""
    _check_may_notify(tx)
    kept = select(child_recognition.c.case_reference).where(child_recognition.c.rules_version == VERSION)
    query = (
        select(ChildDeathNotification)
        .where(notification.c.case_reference.not_in(kept))
        .order_by(notification.c.case_reference)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    return {each.case_reference: each for each in tx.session.scalars(query)}


def to_compare_again(tx: Transaction, most: int) -> dict[str, ChildIdentity]:
    """Children who were compared only at the moment they came, the oldest first."""
    _check_may_notify(tx)
    query = (
        select(*_COLUMNS)
        .select_from(_RECOGNISED)
        .where(child_recognition.c.compared_again_at.is_(None))
        .order_by(child_recognition.c.kept_at)
        .limit(most)
        .with_for_update(skip_locked=True, of=child_recognition)
    )
    return {row.case_reference: identity_in(row) for row in tx.session.execute(query)}


def duplicates_waiting(tx: Transaction, references: Sequence[str]) -> dict[str, set[str]]:
    """The others that may be the same child and about whom nobody has decided, for each of ``references``."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    pair, wanted = possible_duplicate.c, list(references)
    query = select(pair.case_reference, pair.other_reference).where(
        pair.decision == "", or_(pair.case_reference.in_(wanted), pair.other_reference.in_(wanted))
    )
    pairs = tx.session.execute(query).all()
    stays = what_stays(tx, {reference for each in pairs for reference in each})
    found: dict[str, set[str]] = {reference: set() for reference in wanted}
    for one, other in pairs:
        for ours, theirs in ((one, other), (other, one)):
            if ours in found and stays[theirs] != stays[ours]:
                found[ours].add(stays[theirs])
    return found


def duplicates_of(tx: Transaction, reference: str) -> dict[str, Likeness]:
    """The pairs that this notification is in and that wait for a decision, as they were compared."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return {other: found for other, found, decision in _pairs(tx, reference) if not decision}


def decided_pairs(tx: Transaction, reference: str) -> list[dict[str, Any]]:
    """What was decided about likenesses of this notification with others, the latest first."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    pair = possible_duplicate.c
    query = select(possible_duplicate).where(_is_in_pair(reference), pair.decision != "")
    rows = tx.session.execute(query.order_by(pair.decided_at.desc())).mappings()
    return [{**row, "other": _other_than(reference, row)} for row in rows]


def pair_of(tx: Transaction, one: str, other: str) -> Row[Any] | None:
    """The pair of two notifications, whichever came first, locked until the transaction ends."""
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    pair = possible_duplicate.c
    both = pair.case_reference.in_([one, other]) & pair.other_reference.in_([one, other])
    return tx.session.execute(select(possible_duplicate).where(both).with_for_update()).first()


def what_stays(tx: Transaction, references: Iterable[str]) -> dict[str, str]:
    """For each notification the one it was merged into in the end; itself where it was not."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    wanted = list(references)
    step = _following_merges(wanted)
    rows = tx.session.execute(select(step.c.of, step.c.at).where(step.c.next == "")).all() if wanted else []
    return {reference: reference for reference in wanted} | {row.of: row.at for row in rows}


def merged_set(tx: Transaction, reference: str) -> list[str]:
    """Every notification merged into this one, also through another, the earliest first; not itself."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    return merged_sets(tx, [reference]).get(reference, [])


def merged_sets(tx: Transaction, references: Sequence[str]) -> dict[str, list[str]]:
    """``merged_set`` of several in one query; cases that nothing was merged into are left out."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    found: dict[str, list[str]] = {}
    into = _merged_into(references)
    query = select(into.c.of, into.c.case_reference).order_by(into.c.notified_at, into.c.case_reference)
    for row in tx.session.execute(query) if references else ():
        found.setdefault(row.of, []).append(row.case_reference)
    return found


def earliest_notification_of(tx: Transaction, references: Sequence[str]) -> dict[str, FirstNotification]:
    """The notification from which each case's clocks count, where that is one merged into it.

    Cases whose own notification was the first are left out. Two queries, however many cases.
    """
    check_any(tx.person, _READS_FIRST, "Your role does not allow this.")
    if not references:
        return {}
    into, kept = _merged_into(references), notification.alias("kept")
    earlier = (
        select(into.c.of, into.c.case_reference)
        .join(kept, kept.c.case_reference == into.c.of)
        .where(into.c.notified_at < kept.c.notified_at)
        .order_by(into.c.of, into.c.notified_at, into.c.case_reference)
        .distinct(into.c.of)
    )
    first = {row.case_reference: row.of for row in tx.session.execute(earlier)}
    query = select(ChildDeathNotification).where(notification.c.case_reference.in_(list(first)))
    found = tx.session.scalars(query).all() if first else ()
    return {
        first[each.case_reference]: FirstNotification(each.case_reference, each.answers.times)
        for each in found
    }


def _pairs(tx: Transaction, reference: str) -> Iterable[tuple[str, Likeness, str]]:
    rows = tx.session.execute(select(possible_duplicate).where(_is_in_pair(reference))).mappings()
    for row in rows:
        agreements = tuple(Agreement(**each) for each in row["agreements"])
        found = Likeness(row["score"], row["verdict"], agreements)
        yield _other_than(reference, row), found, row["decision"]


def _is_in_pair(reference: str) -> Any:
    pair = possible_duplicate.c
    return or_(pair.case_reference == reference, pair.other_reference == reference)


def _other_than(reference: str, row: Mapping[str, Any] | Any) -> str:
    other = row["other_reference"] if row["case_reference"] == reference else row["case_reference"]
    return str(other)


def _following_merges(references: Sequence[str]) -> Any:
    """Rows (of, at, next): from each notification along what it was merged into."""
    start = select(
        notification.c.case_reference.label("of"),
        notification.c.case_reference.label("at"),
        notification.c.merged_into.label("next"),
    ).where(notification.c.case_reference.in_(list(references)))
    step = start.cte("step", recursive=True)
    beyond = select(step.c.of, notification.c.case_reference, notification.c.merged_into).join(
        notification, notification.c.case_reference == step.c.next
    )
    return step.union(beyond)


def _merged_into(references: Sequence[str]) -> Any:
    """Rows (of, case_reference, notified_at): every notification merged into one of ``references``."""
    direct = select(
        notification.c.merged_into.label("of"), notification.c.case_reference, notification.c.notified_at
    ).where(notification.c.merged_into.in_(list(references)), notification.c.merged_into != "")
    into = direct.cte("merged", recursive=True)
    further = select(into.c.of, notification.c.case_reference, notification.c.notified_at).join(
        into, notification.c.merged_into == into.c.case_reference
    )
    return into.union(further)


def _check_may_notify(tx: Transaction) -> None:
    """Whoever may notify; and the system, which catches up with what was stored before."""
    if Role.SYSTEM not in tx.person.roles:
        check(tx.person, Permission.SUBMIT_NOTIFICATION)
