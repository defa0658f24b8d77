"""The notifications service's tables. ``metadata`` holds them all."""

from services.notifications.tables.metadata import metadata

from services.notifications.tables import notification  # isort: skip  (it adds itself to the metadata)

__all__ = ["metadata", "notification"]
