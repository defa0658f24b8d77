"""Alembic's entry: this service's tables."""

from services.theming.tables import metadata
from shared.storage.migration_environment import run

run(metadata)
