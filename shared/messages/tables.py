"""The table of messages: each service that sends has it in its own database; mapped once for all."""

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, MetaData, Table, Text, text
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator

from shared.messages.message import Message, MessageState
from shared.storage import Instant
from shared.storage.kernel_tables import NAMING


class MessageStateText(TypeDecorator[MessageState]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: MessageState | None, dialect: Any) -> str | None:
        return None if value is None else str(value.value)

    def process_result_value(self, value: Any, dialect: Any) -> MessageState | None:
        return None if value is None else MessageState(value)


_ONE_FOR_ALL = MetaData(naming_convention=NAMING)

# Subject and body are filled when the message has been sent, with its link shortened.
# ``calendar``: the calendar entry that goes with an invitation; "" for every other message.
message = Table(
    "message",
    _ONE_FOR_ALL,
    Column("message_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("link", Text, nullable=False),
    Column("due_on", Date),
    Column("about", Text, nullable=False, index=True),
    Column("created_at", Instant, nullable=False, index=True),
    Column("next_try_at", Instant),
    Column("state", MessageStateText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("subject", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("failure", Text, nullable=False),
    Column("provider_reference", Text, nullable=False),
    Column("sent_at", Instant),
    Column("starts_at", Instant),
    Column("calendar", Text, nullable=False, server_default=""),
)
# Workers ask this several times a second: it holds only what is still to be sent.
Index("ix_message_to_send", message.c.next_try_at, postgresql_where=text("state IN ('queued', 'sending')"))

registry(metadata=_ONE_FOR_ALL).map_imperatively(Message, message)


def add_messages(metadata: MetaData) -> None:
    """Give a service's database the table; the mapping is by the table's name and serves every database."""
    message.to_metadata(metadata)
