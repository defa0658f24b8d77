"""What a backup refuses, and what a restore proves before it changes anything."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pyrage
import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, insert, select, text

from deploy.backup import BackupRefused, commands
from deploy.backup.archive import members, tar_blocks, verified
from deploy.backup.dumping import row_counts
from deploy.backup.keys import BackupKey, make_key, read_key
from deploy.backup.manifest import NAME, read_manifest
from deploy.backup.restoring import refuse_newer, restore_backup
from deploy.backup.sealed import opened, seal
from deploy.backup.taking import take_backup
from deploy.host import Installation, embedded_settings, installation
from deploy.services import SERVICES
from services.notifications.actions.intake.take_reference import take_reference
from shared.messaging.work import drain
from shared.people import SYSTEM
from shared.storage.kernel_tables import dead_letter, inbox, outbox
from shared.storage.migrate import is_migrated

from .places import OwnTopics, Parted, a_whole_case, is_quiet, new_place, taken_in

NOW = datetime(2026, 11, 21, tzinfo=UTC)
CANARIES = (b"Okafor", b"Thistledown", b"9990000018", b"Moses basket")


@dataclass(frozen=True)
class BackedUp:
    """A backup of one whole case, its key, and the folder in which both were made."""

    place: Installation
    file: Path
    key: BackupKey
    reference: str

    def altered(self, content: bytes) -> Path:
        file = self.file.with_name("altered")
        file.write_bytes(content)
        return file


@pytest.fixture(scope="module")
def backed_up(
    empty_database: Callable[[], str], parted_database: Parted, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[BackedUp]:
    folder = tmp_path_factory.mktemp("backup")
    make_key(folder / "key", NOW)
    key = read_key(folder / "key")
    with new_place(empty_database, parted_database) as place:
        place.migrate()
        reference = a_whole_case(place)
        hear(place)
        take_backup(place, folder / "file", key, at=NOW)
        yield BackedUp(place, folder / "file", key, reference)


@pytest.fixture
def empty(empty_database: Callable[[], str], parted_database: Parted) -> Iterator[Installation]:
    with new_place(empty_database, parted_database) as place:
        yield place


@pytest.fixture(scope="module")
def untouched(empty_database: Callable[[], str], parted_database: Parted) -> Iterator[Installation]:
    """An empty place for all that must be refused before anything is changed."""
    with new_place(empty_database, parted_database) as place:
        yield place


def hear(place: Installation) -> None:
    """Everything published is relayed and taken in; themes are not looked for."""
    drain({name: job for name, job in place.all_jobs().items() if "step" not in name})


def counted(place: Installation) -> dict[str, dict[str, int]]:
    found = {}
    for name, database in place.databases.items():
        with database.owner.connect() as connection:
            found[name] = row_counts(connection)
    return found


def tables_of(place: Installation) -> list[str]:
    return [table for tables in counted(place).values() for table in tables]


def run(place: Installation, service: str, statement: str) -> None:
    with place.databases[service].owner.begin() as connection:
        connection.execute(text(statement))


def test_everything_comes_back_and_new_rows_get_new_numbers(backed_up: BackedUp, empty: Installation) -> None:
    held = {one.service: one.rows for one in verified(backed_up.file, backed_up.key).databases}
    restore_backup(empty, backed_up.file, backed_up.key, at=NOW)
    for service, rows in counted(empty).items():
        entries = held[service]["audit_entry"] + (2 if service == "notifications" else 1)
        assert rows == held[service] | {"audit_entry": entries}, service
    assert a_whole_case(empty) > backed_up.reference
    hear(empty)
    assert counted(empty)["panel"]["review_case"] == 2
    with pytest.raises(Exception, match="audit entries are never changed"):
        run(empty, "panel", "DELETE FROM audit_entry")


def test_a_reference_given_after_the_backup_never_comes_to_mean_another_child(
    backed_up: BackedUp, empty: Installation
) -> None:
    restore_backup(empty, backed_up.file, backed_up.key, at=NOW)
    with empty.databases["notifications"].transaction(person=SYSTEM, at=NOW) as tx:
        year, number = backed_up.reference.split("-")[1:]
        given = take_reference(tx, "LLR", datetime(int(year), 6, 1, tzinfo=UTC))
    assert int(given.split("-")[2]) == int(number) + 100 + 1


def test_a_place_that_is_not_empty_is_refused_by_name_and_stays(
    backed_up: BackedUp, empty: Installation
) -> None:
    empty.migrate()
    a_whole_case(empty)
    hear(empty)
    before = counted(empty)
    with pytest.raises(BackupRefused) as refused:
        restore_backup(empty, backed_up.file, backed_up.key, at=NOW)
    assert "notifications database, table outbox: 5 rows" in refused.value.detail
    assert "panel database, table review_case: 1 rows" in refused.value.detail
    assert "event log, topic child-death-notifications: 5 events" in refused.value.detail
    assert counted(empty) == before


def test_a_log_with_events_alone_is_refused(backed_up: BackedUp, empty: Installation) -> None:
    empty.migrate()
    with backed_up.place.log.read("child-death-notifications", "a copy", 1) as batch:
        empty.log.append(batch.records)
    with pytest.raises(BackupRefused, match="topic child-death-notifications: 1 events"):
        restore_backup(empty, backed_up.file, backed_up.key, at=NOW)


def test_what_arrives_after_the_place_was_found_empty_is_not_overwritten(
    backed_up: BackedUp, empty: Installation
) -> None:
    empty.migrate()

    @dataclass
    class SomebodyWrites(OwnTopics):
        def forget(self, topic: str, group: str) -> None:
            run(empty, "panel", "INSERT INTO inbox VALUES ('one', 'type', now()) ON CONFLICT DO NOTHING")

    empty = replace(empty, log=SomebodyWrites(empty.log, ""))
    with pytest.raises(BackupRefused, match=r"panel database could not be restored: .*55006"):
        restore_backup(empty, backed_up.file, backed_up.key, at=NOW)
    assert counted(empty)["panel"]["inbox"] == 1
    assert counted(empty)["theming"]["audit_entry"] == 0, "what was restored before it has been undone"


def test_another_key_opens_nothing(backed_up: BackedUp, untouched: Installation, tmp_path: Path) -> None:
    make_key(tmp_path / "another", NOW)
    with pytest.raises(BackupRefused, match="made for another"):
        restore_backup(untouched, backed_up.file, read_key(tmp_path / "another"), at=NOW)
    assert tables_of(untouched) == []


@pytest.mark.parametrize("where", [0, 100, 0.3, 0.7, -1])
def test_one_altered_byte_is_found_before_anything_is_changed(
    backed_up: BackedUp, untouched: Installation, where: float
) -> None:
    content = bytearray(backed_up.file.read_bytes())
    content[where if isinstance(where, int) else int(len(content) * where)] ^= 1
    with pytest.raises(BackupRefused, match="Nothing was changed"):
        restore_backup(untouched, backed_up.altered(bytes(content)), backed_up.key, at=NOW)
    assert tables_of(untouched) == []


@pytest.mark.parametrize("kept", [0, 20, 0.5, -1, -20])
def test_a_file_cut_short_is_found_before_anything_is_changed(
    backed_up: BackedUp, untouched: Installation, kept: float
) -> None:
    content = backed_up.file.read_bytes()
    short = content[: kept if isinstance(kept, int) else int(len(content) * kept)]
    with pytest.raises(BackupRefused, match="Nothing was changed"):
        restore_backup(untouched, backed_up.altered(short), backed_up.key, at=NOW)
    assert tables_of(untouched) == []


def resealed(backed_up: BackedUp, change: Callable[[list[tuple[str, bytes]]], None]) -> Path:
    """The backup with other members: what somebody with the public key could make."""
    with opened(backed_up.file, backed_up.key) as stream:
        held = [(member.part.name, member.content) for member in members(stream)]
    change(held)
    file = backed_up.file.with_name("resealed")
    with file.open("wb") as out:
        seal(tar_blocks(held), out, backed_up.key)
    return file


def test_a_backup_that_lacks_a_part_is_refused(backed_up: BackedUp, untouched: Installation) -> None:
    for lacking in range(4):
        file = resealed(backed_up, lambda held, number=lacking: held.pop(number))  # type: ignore[misc]
        with pytest.raises(BackupRefused, match="not whole"):
            restore_backup(untouched, file, backed_up.key, at=NOW)
    assert tables_of(untouched) == []


def test_a_restore_that_fails_at_its_end_has_changed_nothing(
    backed_up: BackedUp, empty: Installation
) -> None:
    def one_row_more(held: list[tuple[str, bytes]]) -> None:
        manifest = read_manifest(held[-1][1])
        manifest.databases[-1].rows["outbox"] += 1
        held[-1] = (NAME, manifest.model_dump_json().encode())

    with pytest.raises(BackupRefused, match=r"notifications database came out with other numbers.*outbox"):
        restore_backup(empty, resealed(backed_up, one_row_more), backed_up.key, at=NOW)
    assert tables_of(empty) == []
    restore_backup(empty, backed_up.file, backed_up.key, at=NOW)
    assert counted(empty)["panel"]["review_case"] == 1


def test_a_dump_that_the_database_does_not_take_changes_nothing(
    backed_up: BackedUp, empty: Installation
) -> None:
    run(empty, "panel", "CREATE TYPE review_case AS ENUM ('a type of this name is in the way')")
    with pytest.raises(BackupRefused, match=r"panel database could not be restored: .*ERROR:  42") as refused:
        restore_backup(empty, backed_up.file, backed_up.key, at=NOW)
    assert "review_case" not in refused.value.detail, "only the code of the error is shown"
    assert tables_of(empty) == []


# As the version said it whose tables these are: an entry had no mark then.
AN_OLD_DEED = text(
    "INSERT INTO audit_entry (at, person_id, person_name, action, subject, reading, detail)"
    " VALUES (:at, 'system', 'The system', 'an_old_deed', '', false, '{}')"
)


def test_an_older_backup_is_migrated_forward(
    empty: Installation,
    empty_database: Callable[[], str],
    parted_database: Parted,
    backed_up: BackedUp,
    tmp_path: Path,
) -> None:
    with new_place(empty_database, parted_database) as old:
        for service in SERVICES:
            configuration = Config()
            configuration.set_main_option("script_location", str(service.migrations))
            with old.databases[service.name].owner.connect() as connection:
                configuration.attributes["connection"] = connection
                command.upgrade(configuration, "0001")
                role = old.databases[service.name].role
                connection.execute(text(f"GRANT ALL ON ALL TABLES IN SCHEMA public TO {role}"))
                connection.execute(AN_OLD_DEED, {"at": NOW})
                connection.commit()
            assert not is_migrated(old.databases[service.name], service.migrations)
        take_backup(old, tmp_path / "old", backed_up.key, at=NOW)
    restore_backup(empty, tmp_path / "old", backed_up.key, at=NOW)
    for service in SERVICES:
        assert is_migrated(empty.databases[service.name], service.migrations)
        entries = 4 if service.name == "notifications" else 3
        assert counted(empty)[service.name]["audit_entry"] == entries, "deed, backup, restore, references"


def test_a_newer_backup_is_refused(backed_up: BackedUp) -> None:
    manifest = verified(backed_up.file, backed_up.key)
    newer = manifest.databases[0].model_copy(update={"revision": "9999"})
    with pytest.raises(BackupRefused, match=r"theming database .*revision 9999.* is newer"):
        refuse_newer(manifest.model_copy(update={"databases": (newer, *manifest.databases[1:])}), SERVICES)


def test_an_existing_file_is_never_overwritten(backed_up: BackedUp) -> None:
    before = backed_up.file.read_bytes()
    with pytest.raises(BackupRefused, match="there already"):
        take_backup(backed_up.place, backed_up.file, backed_up.key, at=NOW)
    with pytest.raises(BackupRefused, match="there already"):
        make_key(backed_up.file, NOW)
    assert backed_up.file.read_bytes() == before


def test_a_backup_that_fails_leaves_no_file(backed_up: BackedUp, empty: Installation, tmp_path: Path) -> None:
    empty.migrate()
    run(empty, "panel", "DROP TABLE outbox, alembic_version")  # theming has been dumped by then
    with pytest.raises(BackupRefused, match="panel database has no tables"):
        take_backup(empty, tmp_path / "file", backed_up.key, at=NOW)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_and_leaves_no_file(backed_up: BackedUp) -> None:
    class Full(io.BytesIO):
        def write(self, given: object) -> int:
            raise OSError(28, "No space left on device")

    for size in (10, 1_000_000):
        with pytest.raises(OSError, match="No space left"):
            seal(tar_blocks([("one", b"x" * size)]), Full(), backed_up.key)


def test_the_file_and_its_key_are_for_their_owner_alone_and_hold_no_word_of_a_case(
    backed_up: BackedUp,
) -> None:
    folder = backed_up.file.parent
    assert {file.name: oct(file.stat().st_mode)[-3:] for file in (folder / "key", backed_up.file)} == {
        "key": "600",
        "file": "600",
    }
    sealed = b"".join(file.read_bytes() for file in folder.iterdir())
    assert [word for word in CANARIES if word in sealed] == []


def test_the_ordinary_age_format_and_tar_hold_a_dump_of_each_database(backed_up: BackedUp) -> None:
    plain = io.BytesIO()
    with backed_up.file.open("rb") as sealed:
        pyrage.decrypt_io(sealed, plain, list(backed_up.key.identities))
    plain.seek(0)
    parts = {member.part.name: member.content for member in members(plain)}
    assert list(parts) == ["theming/000001", "panel/000001", "notifications/000001", "manifest.json"]
    assert all(content.startswith(b"PGDMP") for name, content in parts.items() if name != "manifest.json")


def test_the_public_key_is_enough_to_back_up_and_opens_nothing(backed_up: BackedUp, tmp_path: Path) -> None:
    (tmp_path / "public").write_text(f"{backed_up.key.public}\n")
    public = read_key(tmp_path / "public")
    take_backup(backed_up.place, tmp_path / "file", public, at=NOW)
    assert verified(tmp_path / "file", backed_up.key).databases
    with pytest.raises(BackupRefused):
        verified(tmp_path / "file", public)


def test_a_backup_is_taken_while_the_event_log_is_away(backed_up: BackedUp, tmp_path: Path) -> None:
    @dataclass
    class Away(OwnTopics):
        def lag(self, topic: str, group: str) -> int:
            raise ConnectionError

    place = replace(backed_up.place, log=Away(backed_up.place.log, ""))
    manifest = take_backup(place, tmp_path / "file", backed_up.key, at=NOW)
    assert {one.unread for database in manifest.databases for one in database.reading} == {None}


def test_what_waits_for_a_person_still_waits_after_a_restore(
    empty: Installation,
    empty_database: Callable[[], str],
    parted_database: Parted,
    backed_up: BackedUp,
    tmp_path: Path,
) -> None:
    with new_place(empty_database, parted_database) as place:
        place.migrate()
        a_whole_case(place)
        hear(place)
        with place.databases["notifications"].session() as session:
            event = session.execute(select(outbox).order_by(outbox.c.id.desc()).limit(1)).one()
        parked = {"event_id": event.event_id, "topic": event.topic, "key": event.key, "error": "", "tries": 5}
        parked |= {"envelope": event.envelope, "set_aside_at": NOW}
        with place.databases["panel"].transaction(person=SYSTEM, at=NOW) as tx:
            tx.session.execute(delete(inbox).where(inbox.c.event_id == event.event_id))
            tx.session.execute(insert(dead_letter).values(parked))
        take_backup(place, tmp_path / "file", backed_up.key, at=NOW)
    restore_backup(empty, tmp_path / "file", backed_up.key, at=NOW)
    hear(empty)
    assert is_quiet(empty)
    assert counted(empty)["panel"]["dead_letter"] == 1
    assert event.event_id not in taken_in(empty, "panel")
    assert event.event_id in taken_in(empty, "theming")


def test_how_far_readers_were_is_noted_for_information(backed_up: BackedUp) -> None:
    theming, panel, notifications = verified(backed_up.file, backed_up.key).databases
    assert [(one.topic, one.unread) for one in theming.reading] == [
        ("child-death-notifications", 0),
        ("child-death-reviews", 0),
    ]
    assert (panel.unpublished, notifications.unpublished) == (0, 0)


def test_the_embedded_place_is_backed_up_as_it_runs_and_restored_to_another_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    said: list[str] = []
    commands.backup_key(tmp_path / "key", said.append)
    with embedded_settings(tmp_path / "one", durable=False) as settings, installation(settings) as place:
        place.migrate()
        reference = a_whole_case(place)
        hear(place)
        commands.backup(tmp_path / "one", tmp_path / "file", tmp_path / "key", verify=True, say=said.append)
    with embedded_settings(tmp_path / "two", durable=False) as settings, installation(settings) as place:
        place.migrate()
        commands.restore(place, tmp_path / "file", tmp_path / "key", said.append)
        hear(place)
        assert counted(place)["panel"]["review_case"] == counted(place)["theming"]["case_facts"] == 1
    assert any("secret key" in line for line in said)
    assert not any(reference in line for line in said)
