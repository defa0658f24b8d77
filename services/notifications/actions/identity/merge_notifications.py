"""Two notifications of one death become one case. The first keeps the clock, whichever of them stays."""

from uuid import uuid4

from services.notifications.actions.clocks.judge_clocks import judge_again
from services.notifications.domain.clocks.moments import written
from services.notifications.domain.identity.child_links import SAME_BIRTH
from services.notifications.domain.identity.merging import refuse_unless_one_death
from services.notifications.domain.notification import ChildDeathNotification, Status
from services.notifications.domain.refusals import ChildrenOfOneBirth, KeptApart
from services.notifications.queries import identity, notifications
from services.notifications.queries.identity_history import kept_apart
from services.notifications.tables.identity import notification_merge
from shared.errors import Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def merge_notifications(
    tx: Transaction, *, reference: str, into: str, reason: str, known_apart: bool = False
) -> None:
    """Merge ``reference`` into ``into``. Nothing is deleted: both notifiers' records are kept.

    ``known_apart``: the person knows that somebody decided that they are two children. KeptApart otherwise.
    """
    check(tx.person, Permission.TRIAGE_NOTIFICATION)
    _refuse_gaps(into, reason)
    merged, kept = _both(tx, reference, into.strip().upper())
    _refuse_unless_one_death(tx, merged, kept, known_apart)
    before = merged.status
    merged.merge_into(kept, by=tx.person.name, at=tx.at, reason=reason)
    _log(tx, merged, before, reason.strip())
    if kept.status is Status.ACCEPTED:
        judge_again(tx, case=kept.case_reference, because=f"{reference} was merged into this case")
    tx.audit("merge_notifications", case=reference, detail={"into": kept.case_reference})
    tx.audit("merge_notifications", case=kept.case_reference, detail={"merged": reference})


def _refuse_gaps(into: str, reason: str) -> None:
    missing = "Write the case reference of the notification that stays"
    faults = [] if into.strip() else [Fault("merge_into", missing)]
    faults += [] if reason.strip() else [Fault("merge_reason", "Write the reason")]
    if faults:
        raise Invalid(faults)


def _both(
    tx: Transaction, reference: str, into: str
) -> tuple[ChildDeathNotification, ChildDeathNotification]:
    """Both, locked in one order whichever is merged, so that two people who merge at once do not block.

    A mistyped reference is a fault of its field: the reason is not lost.
    """
    found = {}
    for each in sorted({reference, into}):
        try:
            found[each] = notifications.notification_to_change(tx, each)
        except NotFound as unknown:
            if each == reference:
                raise
            raise Invalid([Fault("merge_into", unknown.detail)]) from None
    return found[reference], found[into]


def _refuse_unless_one_death(
    tx: Transaction, merged: ChildDeathNotification, kept: ChildDeathNotification, known_apart: bool
) -> None:
    sets = [[each, *identity.merged_set(tx, each)] for each in (merged.case_reference, kept.case_reference)]
    known = identity.identities_of(tx, [*sets[0], *sets[1]])
    refuse_unless_one_death(merged, kept, {each.nhs_number for each in known.values()})
    if identity.are_linked_as(tx, sets[0], sets[1], SAME_BIRTH):
        raise ChildrenOfOneBirth()
    apart = None if known_apart else kept_apart(tx, sets[0], sets[1])
    if apart is not None:
        pair = (apart.case_reference, apart.other_reference)
        raise KeptApart(*pair, by=apart.decided_by, when=written(apart.decided_at))


def _log(tx: Transaction, merged: ChildDeathNotification, before: Status, reason: str) -> None:
    row = {
        "merge_id": str(uuid4()),
        "case_reference": merged.case_reference,
        "into_reference": merged.merged_into,
        "status_before": before.value,
        "reason": reason,
        "merged_at": tx.at,
        "merged_by": tx.person.name,
    }
    tx.session.flush()
    tx.session.execute(notification_merge.insert(), row)
