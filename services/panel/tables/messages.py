"""What the panel sends: invitations, reminders, and what is asked of owners of actions."""

from services.panel.tables import metadata
from shared.messages.tables import add_messages

add_messages(metadata)
