"""Reads of messages: what is to be sent, what was, and what could not be."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from shared.errors import NotFound
from shared.messages.message import Message, MessageState
from shared.messages.tables import message
from shared.people import Permission, check
from shared.storage import Transaction

MOST_SHOWN = 200
_TO_SEND = message.c.state.in_([MessageState.QUEUED, MessageState.SENDING])


def next_to_send(tx: Transaction) -> Message | None:
    """The message that has waited longest for its turn, locked; one that somebody else holds is passed over.

    For the background step alone.
    """
    due = select(Message).where(_TO_SEND, message.c.next_try_at <= tx.at)
    first = due.order_by(message.c.next_try_at).limit(1).with_for_update(skip_locked=True)
    return tx.session.scalars(first).first()


def claimed_message(tx: Transaction, message_id: str, claimed_until: datetime) -> Message | None:
    """The message a worker had claimed; None if its claim ran out and another has it now."""
    mine = select(Message).where(
        message.c.message_id == message_id,
        message.c.state == MessageState.SENDING,
        message.c.next_try_at == claimed_until,
    )
    return tx.session.scalars(mine.with_for_update()).first()


def messages_about(tx: Transaction, about: Sequence[str]) -> dict[str, list[Message]]:
    """The messages about several requests, by request id, the latest first."""
    check(tx.person, Permission.GATHER_INFORMATION)
    found: dict[str, list[Message]] = {each: [] for each in about}
    wanted = select(Message).where(message.c.about.in_(about)).order_by(message.c.created_at.desc())
    for one in tx.session.scalars(wanted):
        found[one.about].append(one)
    return found


def latest_messages(tx: Transaction) -> list[Message]:
    """What could not be sent, then what waits, then what was sent lately: MOST_SHOWN at most."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(Message).order_by(
        (message.c.state == MessageState.FAILED).desc(),
        (message.c.state != MessageState.SENT).desc(),
        message.c.created_at.desc(),
    )
    return list(tx.session.scalars(wanted.limit(MOST_SHOWN)))


def message_to_change(tx: Transaction, message_id: str) -> Message:
    """One message, locked until the transaction ends. Raises NotFound."""
    check(tx.person, Permission.GATHER_INFORMATION)
    wanted = select(Message).where(message.c.message_id == message_id).with_for_update()
    found = tx.session.scalars(wanted).first()
    if found is None:
        raise NotFound("There is no such message.")
    return found
