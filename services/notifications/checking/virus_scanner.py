"""Asks a virus scanner about a document: ClamAV's daemon, where the installation has one.

None is part of the product. Without one a document is kept as "not scanned", and the office is told.
"""

import socket  # allow goes-out: to the host of CDOP_DOCUMENT_SCANNER
import struct
from urllib.parse import urlsplit

from services.notifications.domain.documents.refusals import DocumentNotTaken

SECONDS = 30
PIECE = 64 * 1024
_FOUND = "The virus scanner found something in it. It was not kept"
_NO_ANSWER = "It could not be scanned for viruses just now, so it was not kept. Send it again later"


def scanned_by(address: str, content: bytes) -> str:
    """What scanned ``content`` and found nothing: "clamd"; "" where ``address`` is empty.

    Raises DocumentNotTaken where something was found, or no answer came: unscanned is not taken for clean.
    ``address``: clamd://host:port or clamd:///path/of/a/socket (clamd's INSTREAM command).
    """
    if not address:
        return ""
    try:
        answer = _ask_clamd(address, content)
    except OSError:
        raise DocumentNotTaken(_NO_ANSWER) from None
    if answer.endswith("OK"):
        return "clamd"
    raise DocumentNotTaken(_FOUND if answer.endswith("FOUND") else _NO_ANSWER)


def _ask_clamd(address: str, content: bytes) -> str:
    with _connected(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), PIECE):
            piece = content[start : start + PIECE]
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while more := connection.recv(4096):
            answer += more
    return answer.rstrip(b"\0\n").decode("ascii", "replace")


def _connected(address: str) -> socket.socket:
    place = urlsplit(address)
    if place.hostname:
        return socket.create_connection((place.hostname, place.port or 3310), timeout=SECONDS)
    local = socket.socket(socket.AF_UNIX)
    local.settimeout(SECONDS)
    local.connect(place.path)
    return local
