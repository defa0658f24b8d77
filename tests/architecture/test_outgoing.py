"""Nothing asks an address that a person gave: each place that goes out is listed, with its host's setting."""

import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.messages_address import messages_address
from shared.sending.by_notify import NotifyCarrier
from shared.sending.carrier import Letter, NotSent
from tests.architecture.security_rules import excuses, findings

ROOT = Path(__file__).resolve().parents[2]
HERE = "this machine only"
# What imports something that can go out, and the setting that names the other end.
PLACES = {
    "deploy/backup/tls_passage.py": "CDOP_..._DATABASE_URL",
    "deploy/kafka/local_kafka.py": HERE,
    "deploy/ports.py": HERE,
    "deploy/stopping.py": HERE,
    "services/notifications/checking/virus_scanner.py": "CDOP_DOCUMENT_SCANNER",
    "shared/key_keepers.py": "CDOP_DOCUMENT_KEYS",
    "shared/sending/by_mail.py": "CDOP_MESSAGES_URL",
    "shared/sending/by_notify.py": "CDOP_MESSAGES_URL",
    "shared/web/open_id_provider.py": "CDOP_OIDC_ISSUER",
    "shared/web/provider_tokens.py": "CDOP_OIDC_ISSUER",
}


def test_every_place_that_can_go_out_is_listed() -> None:
    found = set()
    for part in ("shared", "deploy", "services"):
        for file in (ROOT / part).rglob("*.py"):
            code = file.read_text()
            if "versions" not in file.parts and any(each.rule == "goes-out" for each in findings(code)):
                found.add(file.relative_to(ROOT).as_posix())
                assert "goes-out" in {rule for rule, _ in excuses(code)}, file
    assert found == PLACES.keys()


def test_no_page_or_action_is_among_them() -> None:
    """A request of a person reaches none of these with an address: the domain and the pages cannot go out."""
    assert not [
        place for place in PLACES if "/pages/" in place or "/actions/" in place or "/domain/" in place
    ]


class _Elsewhere(http.server.BaseHTTPRequestHandler):
    asked: list[str] = []  # noqa: RUF012 - of this test alone

    def do_POST(self) -> None:
        self.asked.append(self.path)
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(307)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def redirecting() -> Iterator[int]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_letter_goes_where_the_setting_says_and_follows_nobody(redirecting: int) -> None:
    key = "key-" + "-".join(["0" * 8, "0" * 4, "0" * 4, "0" * 4, "0" * 12] * 2)
    url = f"notify+http://key:{key}@127.0.0.1:{redirecting}?template=a-template"
    letter = Letter("m1", "somebody@nhs.example", "A request", "Open the link.")
    with pytest.raises(NotSent):
        NotifyCarrier(messages_address(url)).send(letter)
    assert _Elsewhere.asked == ["/v2/notifications/email"]
