"""Servers on this machine that take messages: a mail server with TLS and sign-in, and Notify's HTTP API."""

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

UNKNOWN = "nobody@agency.example"  # refused for good by both
BUSY = "busy@agency.example"  # refused for now by both
API_KEY = f"office-{UUID(int=1)}-{UUID(int=2)}"


@dataclass
class Taken:
    """What a server took, in order: (recipient, subject, body), the reference and the sender of each."""

    letters: list[tuple[str, str, str]] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)


@dataclass
class PostOffice:
    url: str
    taken: Taken
    context: ssl.SSLContext | None = None


class _Mailbox:
    def __init__(self, taken: Taken) -> None:
        self.taken = taken

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        if address == UNKNOWN:
            return "550 no such mailbox"
        if address == BUSY:
            return "451 try later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        written = message_from_bytes(envelope.content, policy=policy.default)
        body = written.get_content().replace("\r\n", "\n")
        self.taken.letters.append((envelope.rcpt_tos[0], str(written["Subject"]), body.strip()))
        self.taken.references.append(str(written["Message-ID"]))
        self.taken.senders.append(str(written["From"]))
        return "250 taken"


class _OnAFreePort(Controller):
    def _trigger_server(self) -> None:
        """It listens by now: the port that it was given is known."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _allowed(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    right = (data.login, data.password) == (b"office", b"pass word")
    return AuthResult(success=right, handled=False)


@contextmanager
def mail_server(folder: Path, *, tls_from_the_start: bool = False) -> Iterator[PostOffice]:
    """A mail server that insists on encryption and a sign-in."""
    taken, (certificate, context) = Taken(), _certificate(folder)
    served = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    served.load_cert_chain(certificate)
    tls: dict[str, Any] = {"ssl_context": served} if tls_from_the_start else {"tls_context": served}
    controller = _OnAFreePort(
        _Mailbox(taken),
        hostname="127.0.0.1",
        port=0,
        authenticator=_allowed,
        auth_required=True,
        auth_require_tls=not tls_from_the_start,
        require_starttls=not tls_from_the_start,
        **tls,
    )
    controller.start()
    try:
        scheme = "smtps" if tls_from_the_start else "smtp"
        url = f"{scheme}://office:pass%20word@127.0.0.1:{controller.port}?from=office@panel.example"
        yield PostOffice(url, taken, context)
    finally:
        controller.stop(no_assert=True)


@contextmanager
def notify_server() -> Iterator[PostOffice]:
    """As much of GOV.UK Notify's API as is used: sending, and finding by reference."""
    taken = Taken()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Answers", (_Notify,), {"taken": taken}))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    url = f"notify+http://key:{API_KEY}@127.0.0.1:{server.server_port}?template=the-template"
    try:
        yield PostOffice(url, taken)
    finally:
        server.shutdown()
        server.server_close()


class _Notify(BaseHTTPRequestHandler):
    taken: Taken

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = {UNKNOWN: 400, BUSY: 429}.get(sent["email_address"])
        if not self.headers.get("Authorization", "").startswith("Bearer ") or sent["template_id"] == "":
            refused = 403
        if refused:
            return self._answer(refused, {"errors": [{"message": f"not {sent['email_address']}"}]})
        filled = sent["personalisation"]
        self.taken.letters.append((sent["email_address"], filled["subject"], filled["body"]))
        self.taken.references.append(sent["reference"])
        return self._answer(201, {"id": f"notify-{len(self.taken.letters)}"})

    def do_GET(self) -> None:
        wanted = parse_qs(urlsplit(self.path).query).get("reference", [""])[0]
        numbers = [at for at, known in enumerate(self.taken.references, 1) if known == wanted]
        self._answer(200, {"notifications": [{"id": f"notify-{number}"} for number in numbers]})

    def log_message(self, *said: Any) -> None:
        """Not on the test's output."""

    def _answer(self, status: int, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for 127.0.0.1 with its key, and a context that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    public = made.public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain
    )
    path = folder / "mail.pem"
    path.write_bytes(private + public)
    return path, ssl.create_default_context(cadata=public.decode())
