"""Taking a backup while everything runs: readers are dumped before what they read from.

So a restored reader never knows more than the outboxes restored beside it, and what it lacks is in them.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO

from deploy.backup import BackupRefused
from deploy.backup.archive import part_of, tar_blocks, verified
from deploy.backup.dumping import Snapshot, dump_blocks, snapshot_of
from deploy.backup.keys import BackupKey
from deploy.backup.manifest import NAME, DumpedDatabase, Manifest, Part, Reading
from deploy.backup.sealed import seal
from deploy.host import Installation
from shared.people import SYSTEM
from shared.service import Service
from shared.storage.migrate import is_migrated

PRODUCT = "child-death-review"


def take_backup(
    place: Installation, file: Path, key: BackupKey, *, at: datetime, verify: bool = True
) -> Manifest:
    """Write a backup of ``place`` to ``file``, which is there only when it is whole.

    Verifying reads it back: all of it if ``key`` can open it, else only that the disk kept what was written.
    """
    place.need_owners()
    taking = _Taking(place, at)
    with _partial(file) as (partial, out):
        for service in place.every_service:
            database = place.every_database[service.name]
            with database.transaction(person=SYSTEM, at=at) as tx:
                if not is_migrated(database, service.migrations):
                    tx.marking = None  # a version before ours may know of no marks
                tx.audit("take_backup", subject=service.name, detail={"key": key.public})
        digest = seal(tar_blocks(taking.members()), out, key)
        out.flush()
        os.fsync(out.fileno())
        if verify:
            _verify(partial, key, digest, taking.manifest)
    return taking.manifest


def _verify(partial: Path, key: BackupKey, digest: str, manifest: Manifest) -> None:
    with partial.open("rb") as written:
        same = file_digest(written, "sha256").hexdigest() == digest
    if not same or (key.identities and verified(partial, key) != manifest):
        raise BackupRefused("The disk gave back something else than was written. There is no backup.")


@dataclass
class _Taking:
    """One backup in the making."""

    place: Installation
    at: datetime
    dumped: list[DumpedDatabase] = field(default_factory=list)

    @property
    def manifest(self) -> Manifest:
        return Manifest(taken_at=self.at, product=version(PRODUCT), databases=tuple(self.dumped))

    def members(self) -> Iterator[tuple[str, bytes]]:
        for service in reversed(self.place.every_service):
            yield from self._dump(service)
        yield NAME, self.manifest.model_dump_json(indent=1).encode()

    def _dump(self, service: Service) -> Iterator[tuple[str, bytes]]:
        reading = tuple(self._reading(service))
        parts: list[Part] = []
        database = self.place.every_database[service.name]
        with snapshot_of(database) as snapshot:
            started_at = datetime.now(UTC)
            for number, block in enumerate(dump_blocks(database, snapshot.name), start=1):
                parts.append(part_of(service.name, number, block))
                yield parts[-1].name, block
        self.dumped.append(_dumped(service, started_at, snapshot, reading, parts))

    def _reading(self, service: Service) -> Iterator[Reading]:
        for topic in service.consumes:
            try:
                unread = self.place.log.lag(topic, service.name)
            except Exception:  # a backup is wanted most when something is out of order
                unread = None
            yield Reading(topic=topic, unread=unread)


def _dumped(
    service: Service, at: datetime, seen: Snapshot, reading: tuple[Reading, ...], parts: list[Part]
) -> DumpedDatabase:
    return DumpedDatabase(
        service=service.name,
        started_at=at,
        revision=seen.revision,
        rows=seen.rows,
        unpublished=seen.unpublished,
        reading=reading,
        parts=tuple(parts),
    )


@contextmanager
def _partial(file: Path) -> Iterator[tuple[Path, BinaryIO]]:
    """A file beside ``file``, readable by its owner only, that becomes ``file`` if the block succeeds."""
    partial = file.with_name(f"{file.name}.partial")
    if file.exists():
        raise BackupRefused(f"{file} is there already, and a backup is never overwritten.")
    try:
        out = os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
    except FileExistsError:
        raise BackupRefused(
            f"{partial} is there: another backup is being written, or one broke off. In that case remove it."
        ) from None
    except OSError as error:
        raise BackupRefused(f"{partial} cannot be written: {error.strerror}.") from None
    try:
        with out:
            yield partial, out
        partial.rename(file)
        _keep_name(file.parent)
    except OSError as error:
        raise BackupRefused(f"{file} could not be written: {error.strerror}. There is no backup.") from None
    finally:
        partial.unlink(missing_ok=True)


def _keep_name(folder: Path) -> None:
    """A new name is on the disk only when its folder is."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
