"""A way to a server by TLS for programs of PostgreSQL that were built without it, as those of the wheel are.

They reach a socket in a folder that only we may enter; behind it everything goes through TLS, with the server
proved as the address says (``sslmode``, ``sslrootcert``). Source: PostgreSQL, "SSL Session Encryption".
"""

import shutil
import socket  # allow goes-out: to the database's own host, which CDOP_..._DATABASE_URL names
import ssl
import struct
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from deploy.backup import BackupRefused

ASKED = ("require", "verify-ca", "verify-full")  # a mode that may do without TLS needs no passage
SECONDS = 10
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)
_ASKS_FOR_SASL = struct.pack("!i", 10)
_BLOCK = 65_536


def needs_passage(given: Mapping[str, Any]) -> bool:
    """Whether libpq's parameters ask for TLS over a network."""
    return given.get("sslmode") in ASKED and not str(given.get("host", "/")).startswith("/")


@contextmanager
def passage(given: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Parameters for a program without TLS that lead to the same server, while the block lasts."""
    # allow temporary-file: a socket's path must be short; mkdtemp makes a folder for us alone
    folder = Path(tempfile.mkdtemp(prefix="cdr-", dir="/tmp"))
    host, port = str(given["host"]), int(given.get("port") or 5432)
    context = _context(given)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / f".s.PGSQL.{port}"))
        listener.listen()
        threading.Thread(target=_serve, args=(listener, host, port, context), daemon=True).start()
        try:
            yield {
                **{name: value for name, value in given.items() if not name.startswith("ssl")},
                "host": str(folder),
                "port": port,
            }
        finally:
            with suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            shutil.rmtree(folder, ignore_errors=True)


def connected(host: str, port: int, context: ssl.SSLContext) -> ssl.SSLSocket:
    """A connection to the server with TLS begun. Raises OSError (ssl.SSLError is one)."""
    plain = socket.create_connection((host, port), timeout=SECONDS)
    try:
        plain.sendall(_SSL_REQUEST)
        if plain.recv(1) != b"S":
            raise ssl.SSLError("The server does not speak TLS.")
        secured = context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise
    secured.settimeout(None)
    return secured


def _context(given: Mapping[str, Any]) -> ssl.SSLContext:
    authority = given.get("sslrootcert")
    try:
        context = ssl.create_default_context(cafile=None if authority in (None, "system") else authority)
    except OSError:
        raise BackupRefused(f"The file that sslrootcert names cannot be read: {authority}") from None
    if given["sslmode"] != "verify-full":
        context.check_hostname = False
    if given["sslmode"] == "require" and not authority:
        context.verify_mode = ssl.CERT_NONE  # as libpq means it: the line is sealed, and nobody vouches
    return context


def _serve(listener: socket.socket, host: str, port: int, context: ssl.SSLContext) -> None:
    while True:
        try:
            program, _ = listener.accept()
        except OSError:
            return
        threading.Thread(target=_carry, args=(program, host, port, context), daemon=True).start()


def _carry(program: socket.socket, host: str, port: int, context: ssl.SSLContext) -> None:
    """Both ways until one side ends. A server that cannot be proved is not spoken to at all."""
    with program, suppress(OSError), connected(host, port, context) as server:
        back = threading.Thread(target=_copy_back, args=(server, program), daemon=True)
        back.start()
        _copy(program, server)
        back.join()


def _copy_back(server: ssl.SSLSocket, program: socket.socket) -> None:
    with suppress(OSError, struct.error):
        program.sendall(_without_binding(server))
    _copy(server, program)


def _without_binding(server: ssl.SSLSocket) -> bytes:
    """The server's first message; if it asks for SCRAM, then without the kind that is bound to its TLS.

    The program sees none, and takes that for an attack. Source: PostgreSQL, "SASL Authentication".
    """
    kind, length = struct.unpack("!ci", _exactly(server, 5))
    body = _exactly(server, length - 4)
    if kind == b"R" and body.startswith(_ASKS_FOR_SASL):
        body = body.replace(b"SCRAM-SHA-256-PLUS\0", b"", 1)
    return struct.pack("!ci", kind, len(body) + 4) + body


def _exactly(server: ssl.SSLSocket, count: int) -> bytes:
    got = b""
    while len(got) < count and (more := server.recv(count - len(got))):
        got += more
    return got


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while block := source.recv(_BLOCK):
            target.sendall(block)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
