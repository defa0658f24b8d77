"""``cdop backup-key``, ``cdop backup`` and ``cdop restore``. Imports are inside the commands."""

from pathlib import Path
from typing import Annotated

import typer

from deploy.command_place import FOLDER, place_named, plain_errors, say

backups = typer.Typer()
KeyFile = Annotated[
    Path, typer.Option(envvar="CDOP_BACKUP_KEY_FILE", help="Key file; to back up, the public key is enough.")
]


@backups.command("backup-key")
def backup_key(file: Path) -> None:
    """Make a key for backups in FILE, and print its public part."""
    with plain_errors():
        from deploy.backup.commands import backup_key as make

        make(file, say)


@backups.command()
def backup(
    file: Path,
    key: KeyFile,
    verify: Annotated[bool, typer.Option(help="Read the backup back when it is written.")] = True,
) -> None:
    """Back up every database, encrypted, to FILE, while everything runs."""
    with plain_errors():
        from deploy.backup.commands import backup as take

        take(FOLDER, file, key, verify=verify, say=say)


@backups.command()
def restore(
    file: Path,
    key: KeyFile,
    check: Annotated[bool, typer.Option("--check", help="Only prove that FILE can be restored.")] = False,
) -> None:
    """Restore FILE to an empty place: new databases and a new event log."""
    with plain_errors():
        from deploy.backup.commands import check as prove
        from deploy.backup.commands import restore as put_back

        if check:
            prove(file, key, say)
            return
        with place_named() as place:
            put_back(place, file, key, say)
