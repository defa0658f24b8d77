"""Real keepers of keys, small ones: a program, and a key server that speaks as a transit engine does."""

import base64
import json
import ssl
import stat
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY = b"k" * 32
TOKEN = "s.let-me-in"
NONCE = b"n" * 12  # of a keeper that lives for one test
PROGRAM = f"""#!{sys.executable}
import base64, json, sys
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
verb, name = sys.argv[1:]
told = json.load(sys.stdin)
content, bound = base64.b64decode(told["content"]), f"{{name}} {{told['bound_to']}}".encode()
key = AESGCM({KEY!r})
try:
    done = (key.encrypt if verb == "wrap" else key.decrypt)({NONCE!r}, content, bound)
except InvalidTag:
    sys.exit(65)
print(base64.b64encode(done).decode())
"""


def program_in(folder: Path) -> Path:
    file = folder / "keeps-a-key"
    file.write_text(PROGRAM)
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return file


class _Transit(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.headers.get("X-Vault-Token") != TOKEN:
            return self._say(403, {"errors": ["permission denied"]})
        if self.path.startswith("/moved"):
            self.send_response(307)
            self.send_header("Location", "/v1/transit/encrypt/office")
            return self.end_headers()
        verb = self.path.removeprefix("/v1/transit/").partition("/")[0]
        bound, key = base64.b64decode(told["associated_data"]), AESGCM(KEY)
        if verb == "encrypt":
            sealed = key.encrypt(NONCE, base64.b64decode(told["plaintext"]), bound)
            return self._say(200, {"data": {"ciphertext": "vault:v1:" + base64.b64encode(sealed).decode()}})
        try:
            wrapped = base64.b64decode(told["ciphertext"].removeprefix("vault:v1:"), validate=True)
            plain = key.decrypt(NONCE, wrapped, bound)
        except (InvalidTag, ValueError):
            return self._say(400, {"errors": ["cipher: message authentication failed"]})
        return self._say(200, {"data": {"plaintext": base64.b64encode(plain).decode()}})

    def _say(self, status: int, body: object) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def transit_server(certificates: Path | None = None) -> Iterator[str]:
    """Its address; with TLS where there are certificates (``deploy/make-certificates.sh``)."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Transit)
    if certificates:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / "postgres_tls_certificate", certificates / "postgres_tls_key")
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"{'https' if certificates else 'http'}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
