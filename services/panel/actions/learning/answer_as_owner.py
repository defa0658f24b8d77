"""The owner of an action says through the link what became of it. The link is the right to do so."""

from uuid import uuid4

from services.panel.actions.learning.tell_of_actions import tell_of_step
from services.panel.domain.learning.action_log import Said
from services.panel.queries.owner_links import opened_by_owner
from shared.people import Permission, check
from shared.storage import Transaction


def answer_as_owner(tx: Transaction, *, key: str, token: str, said: Said) -> None:
    """Add the owner's record; the same sent twice is one. Refuses LinkNotValid; Invalid names every fault."""
    check(tx.person, Permission.ANSWER_REQUEST)
    link, action = opened_by_owner(tx, key=key, token=token, lock=True)
    owner = f"owner:{link.id}"
    if action.said_before(said, by=owner, at=tx.at):
        return
    record = action.record(said, id=str(uuid4()), by=owner, by_name=tx.person.name, at=tx.at, by_owner=True)
    tx.session.add(record)
    tell_of_step(tx, action, record)
    detail = {"action": link.number + 1, "step": record.step.value, **said.for_audit}
    tx.audit("answer_as_owner", case=link.case_reference, subject=record.id, detail=detail)
