"""The manifest: what a backup holds, so that a restore can prove that it has all of it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from deploy.backup import BackupRefused

NAME = "manifest.json"


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class Part(_Row):
    """One member of the tar stream; ``size`` in bytes."""

    name: str
    size: int
    sha256: str


class Reading(_Row):
    """How far a service had come just before its dump, for information: a restore does not need it.

    ``unread``: events on the topic it had not committed; None where the log did not answer.
    """

    topic: str
    unread: int | None


class DumpedDatabase(_Row):
    """One service's database as one snapshot saw it. ``rows``: the number in each table."""

    service: str
    started_at: datetime
    revision: str
    rows: dict[str, int]
    unpublished: int
    reading: tuple[Reading, ...]
    parts: tuple[Part, ...]


class Manifest(_Row):
    """Databases are in the order dumped: a reader before those it reads from."""

    format: Literal[1] = 1
    taken_at: datetime
    product: str
    databases: tuple[DumpedDatabase, ...]

    @property
    def parts(self) -> list[Part]:
        return [part for database in self.databases for part in database.parts]


def read_manifest(text: bytes) -> Manifest:
    """The manifest in a backup; refused if this version cannot read it."""
    try:
        return Manifest.model_validate_json(text)
    except ValidationError:
        raise BackupRefused(
            "This backup is of a newer kind than this version of the product reads. Nothing was changed. "
            "Restore it with the version that made it, or a newer one."
        ) from None
