"""What an owner's link opens: one action, whoever is signed in."""

from sqlalchemy import select

from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.owner_links import NO_SUCH_LINK, LinkNotValid, OwnerLink, link_id_of
from services.panel.queries.action_log import action_of_link
from services.panel.tables.actions import owner_link
from shared.people import Permission, check
from shared.storage import Transaction


def opened_by_owner(
    tx: Transaction, *, key: str, token: str, lock: bool = False
) -> tuple[OwnerLink, LoggedAction]:
    """The link of ``token`` and its action; the opening is dated. Refuses LinkNotValid, saying why."""
    check(tx.person, Permission.ANSWER_REQUEST)
    link_id = link_id_of(key, token)
    tx.hold_link("action", link_id)
    wanted = select(OwnerLink).where(owner_link.c.id == link_id)
    link = tx.session.scalar(wanted.with_for_update() if lock else wanted)
    if link is None:
        raise LinkNotValid(NO_SUCH_LINK)
    link.check_usable(token=token, at=tx.at)
    link.last_used_at = tx.at
    return link, action_of_link(tx, link)
