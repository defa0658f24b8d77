"""Five hundred hostile files through every way in: refused in plain words, or kept without what they carry.

Nothing is executed or fetched, and nothing stays behind: no process, no file, no row of what was refused.
"""

import resource
import socket
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import text

from deploy.host import Installation
from services.notifications.checking.reading import MEMORY, PROCESSOR_SECONDS
from services.notifications.domain.gathering.links import token_for
from shared.people import Role
from tests.integration.access.hostile_builders import LISTENING, PAYLOAD
from tests.integration.access.hostile_files import EVERY, REFUSED, Hostile, hostile_files
from tests.integration.access.visitors import Visitor, Visitors

FEW, ALL = 14, 500
MORE_IN_THIS_PROCESS = 500_000  # kB: what the import reads here, at the most
HEADING = "Hostile files"


@pytest.fixture
def listening() -> Iterator[socket.socket]:
    """Who follows what a file says ends up here."""
    with socket.create_server(("127.0.0.1", LISTENING)) as server:
        server.setblocking(False)
        yield server


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


class Ways:
    """Every way in which a file comes, each with who sends it."""

    def __init__(self, visitors: Visitors) -> None:
        self.place, self.case = visitors.place, visitors.case
        self.manager = visitors.named[f"{Role.CDR_MANAGER.value}-stranger"]
        self.nobody = visitors.named["nobody"]
        key = self.place.settings.secret_key.get_secret_value()
        receipt = URLSafeTimedSerializer(key, salt="receipt").dumps(
            self._one("case_reference", "notification")
        )
        link = self._open_link()
        case, public = f"/notifications/cases/{self.case}", "/notifications"
        self.ways: dict[str, tuple[Visitor, str, str]] = {
            "the office": (self.manager, f"{case}/documents", "documents"),
            "a notifier": (self.nobody, f"{public}/notify/received/{receipt}/documents", "documents"),
            "an agency": (self.nobody, f"{public}/respond/{token_for(key, link)}/documents", "documents"),
            "the import": (self.manager, f"{public}/import", "file"),
            "a review elsewhere": (self.manager, f"{case}/review-elsewhere/file", "file"),
        }

    def _open_link(self) -> str:
        """A link that nobody used; it was made when the seeded case began, and opens for a day more."""
        link = self._one("link_id", "responder_link", "used_at IS NULL AND withdrawn_at IS NULL")
        longer = text("UPDATE responder_link SET expires_at = now() + interval '1 day' WHERE link_id = :link")
        with self.place.databases["notifications"].engine.begin() as connection:
            connection.execute(longer, {"link": link})
        return link

    def _one(self, column: str, table: str, where: str = "true") -> str:
        asked = text(f"SELECT {column} FROM {table} WHERE {where} ORDER BY 1 DESC LIMIT 1")
        with self.place.databases["notifications"].engine.connect() as connection:
            return str(connection.scalar(asked))

    def send(self, way: str, file: Hostile) -> Any:
        who, path, field = self.ways[way]
        data = {"csrf_token": who.csrf, "role": "teacher"}
        sent = {field: (file.name, file.content)}
        return who.client.post(path, data=data, files=sent, follow_redirects=False)

    def way_for(self, file: Hostile, number: int) -> str:
        return "the import" if file.becomes == "spreadsheet" else [*self.ways][number // 3 % len(self.ways)]

    def kept(self) -> list[Any]:
        asked = text("SELECT document_id, given_name FROM stored_document ORDER BY received_at")
        with self.place.databases["notifications"].engine.connect() as connection:
            return list(connection.execute(asked))

    def contents(self) -> int:
        with self.place.databases["notifications"].engine.connect() as connection:
            return int(connection.scalar(text("SELECT count(*) FROM document_content")) or 0)


def wrong_with(ways: Ways, way: str, file: Hostile) -> Iterator[str]:
    before, contents = {row.document_id for row in ways.kept()}, ways.contents()
    answer = ways.send(way, file)
    if answer.status_code not in (200, 303, 422):
        yield f"is answered {answer.status_code}"
    new = [row for row in ways.kept() if row.document_id not in before]
    if (answer.status_code == 422) == bool(new) and way in ("the office", "a notifier", "an agency"):
        yield f"is answered {answer.status_code}, and {len(new)} are kept"
    if ways.contents() - contents != len(new):
        yield "leaves rows behind"
    if answer.status_code == 422 and "error-summary" not in answer.text:
        yield "is refused without a word"
    if b"root:" in answer.content or b"Traceback" in answer.content:
        yield "shows what it should not"
    if new and file.becomes == REFUSED:
        yield "is kept"
    for row in new:
        yield from wrong_with_kept(ways, row)


def wrong_with_kept(ways: Ways, row: Any) -> Iterator[str]:
    answer = ways.manager.client.get(f"/notifications/documents/{row.document_id}/file")
    if PAYLOAD in answer.content or answer.status_code != 200:
        yield "is given out with its payload"
    named = answer.headers["content-disposition"]
    if not named.startswith("attachment") or answer.headers["x-content-type-options"] != "nosniff":
        yield "is shown and not saved"
    if any(sign in row.given_name for sign in '/\\\0\n\u202e"<>') or len(row.given_name) > 200:
        yield f"is called {row.given_name[:40]!r}"


def seconds_of_children() -> float:
    """Of the processor."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def children() -> set[str]:
    tasks = Path("/proc/self/task").glob("*/children")
    return {pid for task in tasks for pid in task.read_text().split()}


def sent_through_every_way(ways: Ways, number: int, folder: Path, listening: socket.socket) -> Counter[str]:
    wrong: dict[str, list[str]] = {}
    became: Counter[str] = Counter()
    # A child counts as large as this process was when it began; one that came before may have been larger.
    largest = 1024 * max(
        resource.getrusage(whose).ru_maxrss for whose in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF)
    )
    here, running = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children()
    for each, file in enumerate(hostile_files(number)):
        way, used = ways.way_for(file, each), seconds_of_children()
        if found := list(wrong_with(ways, way, file)):
            wrong[f"{each}: {file.family} through {way}"] = found
        became[way] += 1
        assert seconds_of_children() - used <= PROCESSOR_SECONDS + 1, file.family
    assert wrong == {}
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= max(
        largest + MORE_IN_THIS_PROCESS * 1024, MEMORY * 1.1
    )
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - here <= MORE_IN_THIS_PROCESS
    assert list(folder.iterdir()) == []
    assert children() == running
    with pytest.raises(BlockingIOError):
        listening.accept()
    return became


def test_some_hostile_files_through_every_way_in(
    visitors: Visitors, own_folder: Path, listening: socket.socket
) -> None:
    became = sent_through_every_way(Ways(visitors), FEW, own_folder, listening)
    assert len(became) == 5


@pytest.mark.rehearsal
def test_five_hundred_hostile_files_through_every_way_in(
    visitors: Visitors,
    own_folder: Path,
    listening: socket.socket,
    record_property: Callable[[str, object], None],
) -> None:
    became = sent_through_every_way(Ways(visitors), ALL, own_folder, listening)
    record_property("hostile", f"  {became.total()} of {len(EVERY)} kinds, through {dict(became)}")


def test_who_reads_documents_has_no_secret_and_no_way_to_write(place: Installation) -> None:
    from services.notifications.checking.apart import _ENVIRONMENT

    assert _ENVIRONMENT.keys() <= {"PYTHONPATH", "LANG", "PYTHONDONTWRITEBYTECODE"}
