"""The notifications service's tables. ``metadata`` holds them all."""

from services.notifications.tables.metadata import metadata

from services.notifications.tables import gathering, notification  # isort: skip  (they add themselves)

__all__ = ["gathering", "metadata", "notification"]
