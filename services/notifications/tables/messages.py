"""Messages to professionals: what is to be sent, what was sent, and what could not be."""

from typing import Any

from sqlalchemy import Column, Date, Index, Integer, Table, Text, text
from sqlalchemy.types import TypeDecorator

from services.notifications.domain.messages.message import Message, MessageState
from services.notifications.tables.metadata import metadata
from services.notifications.tables.notification import mapper_registry
from shared.storage import Instant


class MessageStateText(TypeDecorator[MessageState]):
    impl = Text
    cache_ok = True

    def process_bind_param(self, value: MessageState | None, dialect: Any) -> str | None:
        return None if value is None else str(value.value)

    def process_result_value(self, value: Any, dialect: Any) -> MessageState | None:
        return None if value is None else MessageState(value)


# Subject and body are filled when the message has been sent, with its link shortened.
message = Table(
    "message",
    metadata,
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
)
# Workers ask this several times a second: it holds only what is still to be sent.
Index("ix_message_to_send", message.c.next_try_at, postgresql_where=text("state IN ('queued', 'sending')"))

mapper_registry.map_imperatively(Message, message)
