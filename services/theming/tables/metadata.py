"""The tables of theming stand in one metadata."""

from shared.storage import service_metadata

metadata = service_metadata()
