"""The accounts database is backed up and restored with the others; nobody comes back signed in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from deploy.backup import BackupRefused
from deploy.backup.keys import make_key, read_key
from deploy.backup.restoring import restore_backup
from deploy.backup.taking import take_backup
from deploy.host import Installation, installation
from shared.accounts.failed_sign_ins import count_failed
from shared.accounts.kept_sessions import KeptSessions
from shared.accounts.web_session import WebSession
from shared.people import Person
from tests.integration.deploy.places import Parted, new_place, settings_of

NOW = datetime(2026, 6, 19, 9, 0, tzinfo=UTC)


@contextmanager
def with_accounts(new_database: Callable[[], str], parted: Parted) -> Iterator[Installation]:
    settings = settings_of(new_database, parted).model_copy(update=parted("accounts"))
    with installation(settings) as place:
        yield place


def test_accounts_come_back_and_their_sessions_are_over(
    empty_database: Callable[[], str], parted_database: Parted, tmp_path: Path
) -> None:
    make_key(tmp_path / "key", NOW)
    key, file = read_key(tmp_path / "key"), tmp_path / "file"
    with with_accounts(empty_database, parted_database) as place:
        place.migrate()
        assert place.accounts
        session = WebSession("one", Person("u-7", "Sam"), since=NOW, seen=NOW, proven_at=NOW, id_token="e.y")
        browsers = KeptSessions(place.accounts).begin(session)
        count_failed(place.accounts, way="local account", reason="wrong", at=NOW)
        manifest = take_backup(place, file, key, at=NOW)
    assert [one.service for one in manifest.databases] == ["accounts", "theming", "panel", "notifications"]
    with with_accounts(empty_database, parted_database) as again:
        restore_backup(again, file, key, at=NOW)
        assert again.accounts
        found = KeptSessions(again.accounts).find(browsers)
        assert found
        assert (found.ended_why, found.id_token) == ("restored from a backup", "")
    with (
        new_place(empty_database, parted_database) as nowhere,
        pytest.raises(BackupRefused, match="CDOP_ACCOUNTS_DATABASE_URL"),
    ):
        restore_backup(nowhere, file, key, at=NOW)


def test_a_backup_from_before_there_were_accounts_is_restored(
    empty_database: Callable[[], str], parted_database: Parted, tmp_path: Path
) -> None:
    make_key(tmp_path / "key", NOW)
    key, file = read_key(tmp_path / "key"), tmp_path / "file"
    with new_place(empty_database, parted_database) as before:
        before.migrate()
        take_backup(before, file, key, at=NOW)
    with with_accounts(empty_database, parted_database) as again:
        restore_backup(again, file, key, at=NOW)
        assert again.accounts
        assert KeptSessions(again.accounts).open_of("u-7") == []
