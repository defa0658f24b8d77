"""A message is put in line, in the transaction of what it tells: it is sent if, and only if, that happens."""

from datetime import date, datetime
from uuid import uuid4

from shared.errors import Fault, Invalid
from shared.messages.addresses import is_address as is_address
from shared.messages.message import Message
from shared.messages.message_texts import LONDON, current_text
from shared.storage import Transaction


def queue_message(
    tx: Transaction,
    *,
    kind: str,
    to: str,
    link: str = "",
    due_on: date | None = None,
    about: str = "",
    starts_at: datetime | None = None,
    calendar: str = "",
) -> str:
    """Keep a message of `kind` (a row of messages.toml) to `to`; a background step sends it. Returns its id.

    For actions, which have asked whether the person may do what it tells. `about`: the id of the request or
    link it belongs to. `calendar`: an iCalendar text, sent with it where the way of sending can.
    Raises Invalid (field "email") where `to` is no e-mail address.
    """
    if not is_address(to):
        raise Invalid([Fault("email", "Write one e-mail address, like name@agency.example")])
    text = current_text(kind, tx.at.astimezone(LONDON).date())
    message = Message(uuid4().hex, kind, text.version, to.strip(), link, due_on, about, tx.at, tx.at)
    message.starts_at, message.calendar = starts_at, calendar
    tx.session.add(message)
    tx.audit("queue_message", subject=message.message_id, detail={"kind": kind, "about": about})
    return message.message_id
