"""The panel service's tables: cases and reviews, meetings and interests. ``metadata`` holds them all."""

from shared.storage import service_metadata

metadata = service_metadata()

from services.panel.tables import meetings, review  # noqa: E402  (they add themselves to the metadata above)

__all__ = ["meetings", "metadata", "review"]
