"""Bring a service's database up to date with its Alembic history."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from shared.storage.database import Database


def migrate(database: Database, folder: Path) -> None:
    """Apply what is not yet applied; ``folder`` is the service's ``migrations/``."""
    with database.engine.begin() as connection:
        if _is_up_to_date(connection, folder):
            return
        configuration = _configuration(folder)
        configuration.attributes["connection"] = connection
        command.upgrade(configuration, "head")


def _configuration(folder: Path) -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(folder).replace("%", "%%"))
    return configuration


def _is_up_to_date(connection, folder: Path) -> bool:  # type: ignore[no-untyped-def]
    head = ScriptDirectory.from_config(_configuration(folder)).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head
