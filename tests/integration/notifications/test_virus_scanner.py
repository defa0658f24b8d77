"""A document goes through the scanner where there is one: what is not known to be clean is not kept."""

import socket
import struct
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from services.notifications.checking.virus_scanner import scanned_by
from services.notifications.domain.documents.refusals import DocumentNotTaken

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd(Thread):
    """Speaks clamd's INSTREAM: finds the test file that every scanner knows, and nothing else."""

    def __init__(self, listener: socket.socket) -> None:
        super().__init__(daemon=True)
        self.listener = listener

    def run(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                found = b"Eicar-Test-Signature FOUND" if EICAR in _streamed(stream) else b"OK"
                connection.sendall(b"stream: " + found + b"\0")


def _streamed(stream) -> bytes:  # type: ignore[no-untyped-def]
    content = b""
    while size := struct.unpack(">I", stream.read(4))[0]:
        content += stream.read(size)
    return content


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "tcp":
        listener = socket.create_server(("127.0.0.1", 0))
        address = f"clamd://127.0.0.1:{listener.getsockname()[1]}"
    else:
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(tmp_path / "clamd"))
        listener.listen()
        address = f"clamd://{tmp_path / 'clamd'}"
    Clamd(listener).start()
    yield address
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


def test_what_the_scanner_finds_nothing_in_is_kept_as_scanned(clamd: str) -> None:
    assert scanned_by(clamd, b"a letter" * 20_000) == "clamd"


def test_what_the_scanner_finds_something_in_is_not_kept(clamd: str) -> None:
    with pytest.raises(DocumentNotTaken, match="found something"):
        scanned_by(clamd, b"a" * 70_000 + EICAR)


def test_while_the_scanner_does_not_answer_nothing_is_kept() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(DocumentNotTaken, match="could not be scanned"):
        scanned_by(f"clamd://127.0.0.1:{port}", b"a letter")


def test_without_a_scanner_a_document_is_kept_as_not_scanned() -> None:
    assert scanned_by("", b"a letter") == ""
