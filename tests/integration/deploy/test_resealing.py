"""Keys are changed while people work: the command is killed half-way, run again, and nothing is lost."""

import os
import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from services.notifications.actions.documents.vault import Vault
from services.notifications.actions.material.log_hits import bound_to
from services.notifications.app import SERVICE
from shared.people import SYSTEM
from shared.sealing import SealingKeys, _encrypted, read_keys
from shared.service import Service
from shared.storage import Database
from tests.compiled_files import with_compiled_files
from tests.integration.deploy.processes import until

OLD, NEW = f"old:{'a1' * 32}", f"new:{'b2' * 32}"
BOTH = f"{NEW},{OLD}"
DOCUMENTS, HITS = 700, 1500
NOW = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)


@pytest.fixture
def database(database_for: Callable[[Service], Database]) -> Database:
    return database_for(SERVICE)


@pytest.fixture
def full(database: Database) -> Database:
    """Documents and redactions under the old key; every third as before there were envelopes."""
    keys = read_keys(OLD)
    with _without_the_rest(database) as connection:
        connection.execute(
            text("INSERT INTO document_content VALUES (:id, 'old', :sealed, :text)"),
            [_document(keys, number) for number in range(DOCUMENTS)],
        )
        connection.execute(
            text(
                'INSERT INTO redaction_hit (material_id, version, number, rule, rules_version, start, "end",'
                " replacement, key_id, sealed_original)"
                " VALUES ('m', 1, :number, 'name', '1', 0, 1, '[name]', 'old', :sealed)"
            ),
            [{"number": number, "sealed": _hit(keys, number)} for number in range(HITS)],
        )
    return database


@contextmanager
def _without_the_rest(database: Database) -> Iterator[Connection]:
    """A connection that asks for no case behind a document."""
    with database.engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        yield connection


def _document(keys: SealingKeys, number: int) -> dict[str, object]:
    name, content = f"doc-{number}", f"content {number}".encode() * 50
    parts = []
    for part, plain in (("content", content), ("text", b"read")):
        if number % 3:
            parts.append(keys.seal(plain, nonce=os.urandom(12), bound_to=f"{name} {part}"))
        else:
            parts.append(_encrypted(bytes.fromhex("a1" * 32), plain, os.urandom(12), f"{name} {part}"))
    return {"id": name, "sealed": parts[0], "text": parts[1]}


def _hit(keys: SealingKeys, number: int) -> bytes:
    return keys.seal(f"word {number}".encode(), nonce=os.urandom(12), bound_to=bound_to("m", 1, number))


def start(database: Database, output: Path) -> subprocess.Popen[bytes]:
    environment = {
        "CDOP_NOTIFICATIONS_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "CDOP_EVENTS_URL": database.engine.url.render_as_string(hide_password=False),
        "CDOP_ACCOUNTS_DATABASE_URL": database.engine.url.render_as_string(hide_password=False),
        "CDOP_SECRET_KEY": "x" * 40,
        "CDOP_DEMO": "true",
        "CDOP_DOCUMENT_KEYS": BOTH,
        "CDOP_REVERSAL_KEYS": BOTH,
    }
    program = Path(sys.executable).parent / "cdop"
    with output.open("ab") as lines:
        return subprocess.Popen(
            [str(program), "reseal-documents"],
            env={**with_compiled_files(), **environment},
            stdout=lines,
            stderr=lines,
        )


def under(database: Database, table: str) -> dict[str, int]:
    """How many rows each key has sealed."""
    with database.engine.connect() as connection:
        found = connection.execute(text(f"SELECT key_id, count(*) FROM {table} GROUP BY 1"))
        return {row[0]: row[1] for row in found}


class People:
    """They read documents and send new ones until told to stop; ``failed`` is what went wrong for them."""

    def __init__(self, database: Database) -> None:
        self.database, self.vault = database, Vault(read_keys(BOTH))
        self.failed: list[str] = []
        self.read = self.written = 0
        self.over = threading.Event()
        self.thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> "People":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.thread.join()

    def _work(self) -> None:
        chance = random.Random(1)
        while not self.over.is_set():
            try:
                self._read_one(chance.randrange(DOCUMENTS))
                if self.read % 5 == 0:
                    self._send_one()
            except Exception as error:
                self.failed.append(repr(error))

    def _read_one(self, number: int) -> None:
        with self.database.transaction(person=SYSTEM, at=NOW) as tx:
            assert self.vault.content(tx, f"doc-{number}") == f"content {number}".encode() * 50
        self.read += 1

    def _send_one(self) -> None:
        with _without_the_rest(self.database) as connection, Session(connection) as session:
            tx = self.database.joined(session, person=SYSTEM, at=NOW)
            self.vault.keep(tx, f"sent-{self.written}", b"sent meanwhile", "read")
            session.flush()
        self.written += 1


def test_keys_are_changed_while_people_work_though_the_command_is_killed_half_way(
    full: Database, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    with People(full) as people:
        first = start(full, output)
        until(lambda: under(full, "document_content").get("new", 0) > people.written + 40)
        first.kill()
        assert first.wait() == -9
        after_the_kill = under(full, "document_content")
        assert 0 < after_the_kill["old"] < DOCUMENTS, output.read_text()
        # What is neither here nor there opens as before.
        everything_opens(full, BOTH)
        second = start(full, output)
        assert second.wait(timeout=240) == 0, output.read_text()
        time.sleep(0.2)
    assert people.failed == []
    assert people.read > 50
    assert people.written > 5
    assert under(full, "document_content") == {"new": DOCUMENTS + people.written}
    assert under(full, "redaction_hit") == {"new": HITS}
    everything_opens(full, NEW)


def everything_opens(database: Database, written: str) -> None:
    keys = read_keys(written)
    vault = Vault(keys)
    with database.transaction(person=SYSTEM, at=NOW) as tx:
        for number in range(DOCUMENTS):
            assert vault.content(tx, f"doc-{number}") == f"content {number}".encode() * 50
            assert vault.text(tx, f"doc-{number}") == "read"
        for number, key, sealed in tx.session.execute(
            text("SELECT number, key_id, sealed_original FROM redaction_hit")
        ):
            assert keys.open(sealed, key=key, bound_to=bound_to("m", 1, number)) == f"word {number}".encode()


def test_two_at_once_share_the_work(full: Database, tmp_path: Path) -> None:
    both = [start(full, tmp_path / f"output-{number}") for number in range(2)]
    assert [each.wait(timeout=240) for each in both] == [0, 0]
    assert under(full, "document_content") == {"new": DOCUMENTS}
    everything_opens(full, NEW)
