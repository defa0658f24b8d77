"""Restoring a backup to an empty place: everything is proven before anything is changed."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from datetime import datetime
from itertools import groupby
from pathlib import Path

from alembic.script import ScriptDirectory

from deploy.backup import BackupRefused
from deploy.backup.archive import Member, members, verified
from deploy.backup.emptiness import refuse_unless_empty
from deploy.backup.keys import BackupKey
from deploy.backup.loading import loading
from deploy.backup.manifest import NAME, DumpedDatabase, Manifest
from deploy.backup.sealed import opened
from deploy.host import Installation
from services.notifications.actions.material.leave_out_references import leave_out_references
from shared.accounts.app import NAME as NAME_OF_ACCOUNTS
from shared.accounts.kept_sessions import end_every_session
from shared.people import SYSTEM
from shared.service import Service


def restore_backup(place: Installation, file: Path, key: BackupKey, *, at: datetime) -> Manifest:
    """Restore ``file`` to ``place``; afterwards its relays publish every event again.

    All databases are restored before the first is committed. Raises BackupRefused, and MigrationHeldUp when
    all is restored but an older backup could not be brought up to date ('cdop migrate' does it then).
    """
    manifest = verified(file, key)
    refuse_newer(manifest, place.every_service)
    place.need_owners()
    place.log.prepare(place.topics())
    refuse_unless_empty(place)
    _begin_reading_anew(place)
    _load(place, file, key, manifest)
    place.migrate()
    with place.databases["notifications"].transaction(person=SYSTEM, at=at) as tx:
        leave_out_references(tx)
    if place.accounts:
        end_every_session(place.accounts, at=at, why="restored from a backup")
    for name, database in place.every_database.items():
        with database.transaction(person=SYSTEM, at=at) as tx:
            tx.audit("restore_backup", subject=name, detail={"taken_at": manifest.taken_at.isoformat()})
    return manifest


def refuse_newer(manifest: Manifest, services: Iterable[Service]) -> None:
    """An older database is migrated; one that this version does not know cannot be."""
    folders = {service.name: service.migrations for service in services}
    dumped_ones = {dumped.service for dumped in manifest.databases}
    if NAME_OF_ACCOUNTS in dumped_ones - folders.keys():
        raise BackupRefused(
            "The backup holds accounts, and no place for them is named: set CDOP_ACCOUNTS_DATABASE_URL. "
            "Nothing was changed."
        )
    if folders.keys() - {NAME_OF_ACCOUNTS} != dumped_ones - {NAME_OF_ACCOUNTS}:
        raise BackupRefused("The backup is of other services than this version has. Nothing was changed.")
    for dumped in manifest.databases:
        scripts = ScriptDirectory(str(folders[dumped.service])).walk_revisions()
        if dumped.revision not in {script.revision for script in scripts}:
            raise BackupRefused(
                f"The {dumped.service} database in the backup (revision {dumped.revision}, product "
                f"{manifest.product}) is newer than this version of the product. Nothing was changed. "
                "Restore it with the version that made it, or a newer one."
            )


def _begin_reading_anew(place: Installation) -> None:
    """A log that was emptied may remember how far it had been read."""
    for service in place.services:
        for topic in service.consumes:
            place.log.forget(topic, service.name)


def _load(place: Installation, file: Path, key: BackupKey, manifest: Manifest) -> None:
    with ExitStack() as stack:
        loaded = []
        with opened(file, key) as stream:
            for dumped, parts in _by_database(manifest, members(stream)):
                database = stack.enter_context(loading(place.every_database[dumped.service]))
                database.load(parts)
                _compare(dumped, database.rows(dumped.rows))
                database.publish_again()
                loaded.append(database)
        for database in loaded:
            database.commit()


def _by_database(
    manifest: Manifest, found: Iterator[Member]
) -> Iterator[tuple[DumpedDatabase, Iterator[bytes]]]:
    """Each database with the pieces of its dump, compared with the manifest once more as they come."""
    expected = iter(manifest.parts)
    dumped = {one.service: one for one in manifest.databases}

    def content(parts: Iterator[Member]) -> Iterator[bytes]:
        for member in parts:
            if member.part != next(expected):
                raise BackupRefused("The backup was altered while it was read. Nothing was changed.")
            yield member.content

    for service, parts in groupby(found, key=lambda member: member.service):
        if service != NAME:
            yield dumped[service], content(parts)


def _compare(dumped: DumpedDatabase, rows: dict[str, int]) -> None:
    if rows != dumped.rows:
        wrong = ", ".join(sorted(name for name in dumped.rows if rows.get(name) != dumped.rows[name]))
        raise BackupRefused(
            f"The {dumped.service} database came out with other numbers of rows than the backup states "
            f"({wrong}). Nothing was changed."
        )
