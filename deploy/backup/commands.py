"""What ``cdop backup-key``, ``cdop backup`` and ``cdop restore`` do and say."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from deploy.backup.archive import verified
from deploy.backup.keys import make_key, read_key
from deploy.backup.manifest import Manifest
from deploy.backup.restoring import refuse_newer, restore_backup
from deploy.backup.taking import take_backup
from deploy.embedded import running_on
from deploy.host import Installation, embedded_settings, installation, settings_from_environment, settings_on
from deploy.services import SERVICES
from services.notifications.actions.material.leave_out_references import LEFT_OUT
from shared.accounts.app import ACCOUNTS

Say = Callable[[str], None]
_NOT_IN_IT = (
    "Not in it: the passwords of the databases, the secret key and the document keys. Keep those apart from "
    "it: without the same secret key, links sent to agencies stop working and everybody signs in anew; "
    "without the same document keys, no document that was sent can be opened."
)


def backup_key(file: Path, say: Say) -> None:
    public = make_key(file, datetime.now(UTC))
    say(f"The key is in {file}. Who loses it cannot restore; who finds it can read everything: keep copies")
    say("away from the backups. A file with this line, the public key, is enough to make backups:")
    say(public)


def backup(folder: Path, file: Path, key_file: Path, *, verify: bool, say: Say) -> None:
    key, began = read_key(key_file), time.monotonic()
    with _place_as_it_is(folder) as place:
        manifest = take_backup(place, file, key, at=datetime.now(UTC), verify=verify)
    say(f"Backed up to {file}: {file.stat().st_size / 1e6:.1f} MB in {time.monotonic() - began:.1f} s")
    _say_what_is_in(manifest, say)
    if not verify:
        say("It was not read back.")
    elif not key.identities:
        say("The disk keeps what was written; 'cdop restore --check' with the secret key proves the rest.")
    say(_NOT_IN_IT)


def restore(place: Installation, file: Path, key_file: Path, say: Say) -> None:
    manifest = restore_backup(place, file, read_key(key_file), at=datetime.now(UTC))
    say(f"Restored what was backed up at {manifest.taken_at:%Y-%m-%d %H:%M} UTC:")
    _say_what_is_in(manifest, say)
    say("Start the product: it publishes every event again, and what is known already has no second effect.")
    say("The secret key is this place's own: links sent to agencies before work only with the old one.")
    say("So are the document keys: documents sent before open only with the old ones beside them.")
    last = f"{manifest.databases[-1].started_at:%Y-%m-%d %H:%M:%S} UTC"
    say(f"What was notified after {last} is not in it. Ask for it again. It gets new case references:")
    say(f"{LEFT_OUT} are left out in each year, so that none given since then comes to mean another child.")


def check(file: Path, key_file: Path, say: Say) -> None:
    """Prove that a backup can be restored, without a place to restore it to."""
    manifest = verified(file, read_key(key_file))
    refuse_newer(manifest, (*SERVICES, ACCOUNTS))
    say(f"{file} is whole. It was taken at {manifest.taken_at:%Y-%m-%d %H:%M} UTC and holds:")
    _say_what_is_in(manifest, say)


def _say_what_is_in(manifest: Manifest, say: Say) -> None:
    for one in manifest.databases:
        size = sum(part.size for part in one.parts) / 1e6
        say(f"  {one.service}: {sum(one.rows.values())} rows in {len(one.rows)} tables, {size:.1f} MB")


@contextmanager
def _place_as_it_is(folder: Path) -> Iterator[Installation]:
    """The installation the environment names, or the embedded one: where it runs already, as it runs."""
    settings = settings_from_environment(SERVICES)
    server = None if settings else running_on(folder / "postgres")
    if server:
        settings = settings_on(server, folder)
    if settings:
        with installation(settings) as place:
            yield place
    else:
        with embedded_settings(folder) as embedded, installation(embedded) as place:
            yield place
