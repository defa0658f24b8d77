"""The office takes back the link of an action's owner."""

from services.panel.queries.action_log import action_for_change, links_of
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def revoke_owner_link(
    tx: Transaction, *, case_reference: str, review_version: int, number: int, link_id: str
) -> None:
    """The link works no more."""
    check(tx.person, Permission.FOLLOW_ACTIONS)
    action = action_for_change(tx, case_reference, review_version, number)
    link = next((one for one in links_of(tx, action) if one.id == link_id), None)
    if link is None:
        raise NotFound("There is no such link to this action.")
    link.revoke(at=tx.at)
    tx.audit("revoke_owner_link", case=case_reference, subject=link.id)
