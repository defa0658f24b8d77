"""The notifications service's tables. ``metadata`` holds them all."""

from services.notifications.tables.metadata import metadata

from services.notifications.tables import agencies, facts, forms, gathering, messages, notification  # isort: skip  (they add themselves)

__all__ = ["agencies", "facts", "forms", "gathering", "messages", "metadata", "notification"]
