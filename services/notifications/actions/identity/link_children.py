"""Two children who belong together are linked and stay two cases."""

from uuid import uuid4

from services.notifications.actions.identity.decide_pair import decide_pair
from services.notifications.domain.identity.child_links import LINK_LABELS, SAME_BIRTH
from services.notifications.queries import identity, notifications
from services.notifications.tables.identity import child_link
from shared.errors import Conflict, Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def link_children(tx: Transaction, *, reference: str, other: str, kind: str, reason: str) -> None:
    """Link two cases. Children of one birth are from then on not offered as one child."""
    check(tx.person, Permission.VIEW_LINKED_CHILDREN)
    other = other.strip().upper()
    _refuse_gaps(tx, reference, other, kind, reason)
    if identity.are_linked_as(tx, [reference], [other], kind):
        raise Conflict("They are linked in this way already.")
    row = {
        "link_id": str(uuid4()),
        "one_reference": reference,
        "other_reference": other,
        "kind": kind,
        "reason": reason.strip(),
        "linked_at": tx.at,
        "linked_by": tx.person.name,
    }
    tx.session.execute(child_link.insert(), row)
    if kind == SAME_BIRTH:
        decide_pair(tx, one=reference, other=other, decision="linked", reason=reason)
    for case, linked in ((reference, other), (other, reference)):
        tx.audit("link_children", case=case, detail={"with": linked, "kind": kind})


def _refuse_gaps(tx: Transaction, reference: str, other: str, kind: str, reason: str) -> None:
    faults = [] if kind in LINK_LABELS else [Fault("link_kind", "Choose how they belong together")]
    faults += [] if reason.strip() else [Fault("link_reason", "Write how you know")]
    faults += _fault_of_other(tx, reference, other)
    if faults:
        raise Invalid(faults)


def _fault_of_other(tx: Transaction, reference: str, other: str) -> list[Fault]:
    notifications.notification_of(tx, reference)
    if not other:
        return [Fault("link_with", "Write the case reference of the other child")]
    if other == reference:
        return [Fault("link_with", "Write another case reference: this is the case itself")]
    try:
        notifications.notification_of(tx, other)
    except NotFound as unknown:
        return [Fault("link_with", unknown.detail)]
    return []
