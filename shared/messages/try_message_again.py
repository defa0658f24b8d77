"""The office has a message that failed sent again: to the same address, or to one that it has put right."""

from shared.errors import Fault, Invalid
from shared.messages.message import Message
from shared.messages.queries import message_to_change
from shared.messages.queue_message import is_address
from shared.people import Permission, check
from shared.storage import Transaction


def try_message_again(tx: Transaction, *, message_id: str, to: str) -> Message:
    """Raises Invalid where `to` is no e-mail address, MessageTransitionRefused unless it had failed."""
    check(tx.person, Permission.GATHER_INFORMATION)
    if not is_address(to):
        raise Invalid([Fault("email", "Write one e-mail address, like name@agency.example")])
    message = message_to_change(tx, message_id)
    message.try_again(at=tx.at)
    message.recipient = to.strip()
    tx.audit("try_message_again", subject=message_id, detail={"kind": message.kind})
    return message
