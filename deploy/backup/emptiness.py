"""Whether a place is empty enough to restore to, and what to say when it is not."""

from collections.abc import Iterator
from uuid import uuid4

from deploy.backup import BackupRefused
from deploy.backup.dumping import row_counts
from deploy.host import Installation

# What a database has that has only been migrated.
OF_AN_EMPTY_DATABASE = ("alembic_version", "relay_lease")


def refuse_unless_empty(place: Installation) -> None:
    """Raises BackupRefused naming everything in the databases and the event log."""
    found = [*_in_databases(place), *_in_log(place)]
    if found:
        raise BackupRefused(
            "A backup is restored to an empty place only, and this one holds:\n  "
            + "\n  ".join(found)
            + "\nNothing was changed. If this is what a restore that broke off has left, empty it: remove "
            "the folder of the embedded installation (CDOP_FOLDER), or elsewhere make the databases anew "
            "and remove the topics. Then restore again."
        )


def _in_databases(place: Installation) -> Iterator[str]:
    for name, database in place.every_database.items():
        with database.owner.connect() as connection:
            for table, rows in row_counts(connection).items():
                if rows and table not in OF_AN_EMPTY_DATABASE:
                    yield f"{name} database, table {table}: {rows} rows"


def _in_log(place: Installation) -> Iterator[str]:
    for topic in place.topics():
        records = place.log.lag(topic, f"restore-{uuid4()}")  # a group that has never read anything
        if records:
            yield f"event log, topic {topic}: {records} events"
