"""Backup and restore: one encrypted file that holds the databases of every service.

The file is in the age format, so that the ordinary age program opens it. Inside is a tar stream:
``theming/000001``, ``theming/000002``, … are the parts of one dump in PostgreSQL's custom format, then come
``panel/…`` and ``notifications/…``, and ``manifest.json`` is the last member. Without our software:
``age -d -i KEY FILE | tar x && cat theming/* | pg_restore --dbname=…``.

The event log is not in it: the outboxes hold every event, and a restored place publishes them again.
"""

from shared.errors import Refusal


class BackupRefused(Refusal):
    """A backup or a restore cannot be done; the message says why and what to do, and quotes no data."""

    title = "The backup or restore was not done"


__all__ = ["BackupRefused"]
