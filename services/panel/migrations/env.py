"""Alembic's entry: this service's tables."""

from services.panel.tables import metadata
from shared.storage.migration_environment import run

run(metadata)
