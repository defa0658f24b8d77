"""A link between two children ends; that it was there is kept."""

from services.notifications.actions.identity.decide_pair import decide_pair
from services.notifications.domain.identity.child_links import SAME_BIRTH
from services.notifications.queries import identity
from services.notifications.tables.identity import child_link
from shared.errors import Conflict, Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def unlink_children(tx: Transaction, *, link_id: str, reason: str) -> None:
    """End a link with the reason. Two who were linked as of one birth may be offered as one child again."""
    check(tx.person, Permission.VIEW_LINKED_CHILDREN)
    if not reason.strip():
        raise Invalid([Fault("unlink_reason", "Write why the link is taken away")])
    link = identity.link_to_change(tx, link_id)
    if link is None:
        raise NotFound("There is no such link.")
    if link.ended_at is not None:
        raise Conflict("This link was taken away before.")
    ended = {"ended_at": tx.at, "ended_by": tx.person.name, "ended_reason": reason.strip()}
    tx.session.execute(child_link.update().where(child_link.c.link_id == link_id).values(ended))
    if link.kind == SAME_BIRTH:
        decide_pair(tx, one=link.one_reference, other=link.other_reference, decision="", reason="")
    for case, other in (
        (link.one_reference, link.other_reference),
        (link.other_reference, link.one_reference),
    ):
        tx.audit("unlink_children", case=case, detail={"from": other})
