"""The office makes the link through which the owner of an action answers; by mail it also tells the owner."""

from collections.abc import Callable
from uuid import uuid4

from services.panel.actions.learning.record_action_step import record_action_step
from services.panel.domain.learning.action_log import Said
from services.panel.domain.learning.action_policy import link_works_until
from services.panel.domain.learning.action_steps import OPEN_TO_OWNERS, ActionStep
from services.panel.domain.learning.owner_links import LinkNotValid, OwnerLink, new_link, token_for
from services.panel.domain.london_days import london_day
from services.panel.queries.action_log import action_for_change
from shared.messages.queue_message import queue_message
from shared.people import Permission, check
from shared.storage import Transaction


def make_owner_link(
    tx: Transaction,
    *,
    case_reference: str,
    review_version: int,
    number: int,
    key: str,
    address_of: Callable[[str], str],
    email: str = "",
) -> tuple[OwnerLink, str]:
    """A link and its whole address; sent to ``email`` where given, and the owner is then told by it today.

    ``key`` signs it, ``address_of`` makes its token an address. Refuses LinkNotValid: nothing left to answer.
    """
    check(tx.person, Permission.FOLLOW_ACTIONS)
    place = (case_reference, review_version, number)
    action, on = action_for_change(tx, *place), london_day(tx.at)
    if action.state not in OPEN_TO_OWNERS:
        raise LinkNotValid("There is nothing left for the owner of this action to answer.")
    due_on, sent = action.answer_by(on), bool(email.strip())
    until = link_works_until(on, due_on)
    link = new_link(id=uuid4().hex, place=place, key=key, by=tx.person.id, at=tx.at, until=until, sent=sent)
    address = address_of(token_for(key, link.id))
    tx.session.add(link)
    if sent:
        queue_message(tx, kind="action_for_owner", to=email, link=address, due_on=due_on, about=link.id)
        told = Said(ActionStep.TOLD, on=on, how="mail")
        record_action_step(
            tx, case_reference=case_reference, review_version=review_version, number=number, said=told
        )
    detail = {"action": number + 1, "sent": link.sent}
    tx.audit("make_owner_link", case=case_reference, subject=link.id, detail=detail)
    return link, address
