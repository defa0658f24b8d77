"""Alembic's entry: the tables of the accounts database."""

from shared.accounts.tables import metadata
from shared.storage.migration_environment import run

run(metadata)
