"""What the office sends to professionals."""

from services.notifications.tables.metadata import metadata
from shared.messages.tables import add_messages

add_messages(metadata)
