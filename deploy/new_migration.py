"""Make a migration of one service: ``python -m deploy.new_migration SERVICE "what it adds"``."""

import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config

from deploy.embedded import embedded_postgres
from deploy.services import BY_NAME
from shared.accounts.app import ACCOUNTS, NAME
from shared.storage import Database
from shared.storage.migrate import migrate


def new_migration(service_name: str, message: str) -> None:
    """Compare the service's tables with its migrations on an empty PostgreSQL and write the difference."""
    service = {**BY_NAME, NAME: ACCOUNTS}[service_name]
    # allow temporary-file: a socket's path must be short; a folder for us alone
    with tempfile.TemporaryDirectory(prefix="cdr-", dir="/tmp") as folder:
        Path(folder).chmod(0o755)
        with embedded_postgres(Path(folder) / "postgres", durable=False) as server:
            database = Database(service.name, server.url("postgres"))
            if any((service.migrations / "versions").glob("*.py")):
                migrate(database, service.migrations)
            configuration = Config()
            configuration.set_main_option("script_location", str(service.migrations).replace("%", "%%"))
            with database.engine.begin() as connection:
                configuration.attributes["connection"] = connection
                number = len(list((service.migrations / "versions").glob("*.py"))) + 1
                command.revision(configuration, message, autogenerate=True, rev_id=f"{number:04}")
            database.close()


if __name__ == "__main__":
    new_migration(*sys.argv[1:3])
