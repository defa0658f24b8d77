"""The gateway's own program on our configuration, before the three services: one origin, little shown."""

import re
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.host import installation
from deploy.services import SERVICES
from shared.accounts.app import ACCOUNTS
from shared.settings import Settings
from tests.integration.deploy.behind_the_gateway import (
    GATEWAY,
    MISSING,
    Started,
    caddy,
    free_port,
    gateway,
    serving,
    wait_for,
)

pytestmark = pytest.mark.skipif(caddy() is None, reason=MISSING)
PER_HOUR = 3
SECRET_PATH = "/themes/a-link-that-is-a-secret"


@pytest.fixture(scope="module")
def environment(
    empty_database: Callable[[], str], parted_database: Callable[[str], dict[str, str]]
) -> dict[str, str]:
    """An installation on databases of its own, brought up to date."""
    settings = {key: url for each in (*SERVICES, ACCOUNTS) for key, url in parted_database(each.name).items()}
    settings |= {"events_url": empty_database(), "secret_key": "k" * 40}
    with installation(Settings(**settings, demo=True)) as place:  # type: ignore[arg-type]
        place.migrate()
    given = {f"CDOP_{name.upper()}": value for name, value in settings.items()}
    return given | {"CDOP_DEMO": "true", "CDOP_PUBLIC_SUBMISSIONS_PER_HOUR": str(PER_HOUR)}


@pytest.fixture(scope="module")
def webs(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Started]]:
    folder = tmp_path_factory.mktemp("webs")
    with ExitStack() as stack:
        found = {
            service.name: stack.enter_context(serving(service.name, environment, folder))
            for service in SERVICES
        }
        for started in found.values():
            wait_for(started, "/health")
        yield found


def upstreams(webs: dict[str, Started]) -> dict[str, str]:
    hosts = {f"{name.upper()}_HOST": "localhost" for name in webs}
    return hosts | {f"{name.upper()}_PORT": str(web.port) for name, web in webs.items()}


@pytest.fixture(scope="module")
def front(webs: dict[str, Started], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    with gateway("Caddyfile", upstreams(webs), tmp_path_factory.mktemp("gateway")) as started:
        wait_for(started, "/health")
        yield started


def visitor(front: Started, address: str = "127.0.0.1", **options: Any) -> httpx2.Client:
    """Somebody with a browser, who comes from ``address``."""
    transport = httpx2.HTTPTransport(local_address=address)
    return httpx2.Client(base_url=front.address, transport=transport, timeout=60, **options)


@pytest.mark.parametrize("file", ["Caddyfile", "tls.Caddyfile"])
def test_the_gateway_understands_its_configuration(file: str) -> None:
    done = subprocess.run(
        [str(caddy()), "adapt", "--config", str(GATEWAY / file), "--adapter", "caddyfile"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def token_on(page: httpx2.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def test_one_sign_in_is_good_for_all_services(front: Started) -> None:
    with visitor(front, follow_redirects=True) as web:
        form = {"csrf_token": token_on(web.get("/sign-in")), "persona": "cdop-administrator", "next": "/"}
        assert "Ash Sampleford" in web.post("/sign-in", data=form).text
        for path in ("/notifications/triage", "/panel/cases", "/panel/meetings", "/themes/"):
            page = web.get(path)
            assert (page.status_code, page.url.path) == (200, path)
            assert "Ash Sampleford" in page.text


def test_every_link_in_the_header_leads_to_the_service_that_answers_it(front: Started) -> None:
    links = {item.path for service in SERVICES for item in service.navigation}
    with visitor(front) as web:
        answers = {path: web.get(path).status_code for path in links}
    assert set(answers.values()) <= {200, 303, 401}, answers


def test_the_stylesheet_is_small_on_the_way_and_kept_for_long(front: Started) -> None:
    with visitor(front) as web:
        address = re.findall(r'/static/[^"]+\.css', web.get("/notifications/notify").text)[0]
        style = web.get(address, headers={"Accept-Encoding": "gzip"})
    assert style.headers["content-encoding"] == "gzip"
    assert "immutable" in style.headers["cache-control"]


@pytest.mark.parametrize("path", ["/metrics", "/ready", "/metrics/", "/ready/", "/%6Detrics", "/./ready"])
def test_what_is_for_those_who_run_it_is_not_there_for_others(front: Started, path: str) -> None:
    with visitor(front, follow_redirects=True) as web:
        answer = web.get(path)
    assert answer.status_code == 404
    assert answer.text == ""


def test_nothing_tells_which_programs_answer(front: Started) -> None:
    with visitor(front) as web:
        assert "server" not in web.get("/notifications/notify").headers


def send_form(front: Started, address: str, **headers: str) -> int:
    with visitor(front, address, headers=headers) as web:
        form = {"csrf_token": token_on(web.get("/notifications/notify"))}
        return web.post("/notifications/notify", data=form).status_code


def test_who_is_asking_is_known_by_address_and_cannot_be_feigned(front: Started) -> None:
    sent = [
        send_form(front, "127.0.0.2", **{"X-Forwarded-For": f"192.0.2.{n}", "Forwarded": f"for=192.0.2.{n}"})
        for n in range(PER_HOUR + 1)
    ]
    assert sent == [422] * PER_HOUR + [429]
    assert send_form(front, "127.0.0.3") == 422


def test_more_than_anybody_may_send_is_refused(front: Started) -> None:
    with visitor(front) as web:
        assert web.post("/notifications/notify", content=b"x" * 10_500_000).status_code == 413
        with suppress(httpx2.TransportError):  # closed while it was sending: refused as well
            assert web.post("/notifications/notify", content=b"x" * 12_500_000).status_code == 413


def test_a_service_that_is_away_takes_no_other_with_it_and_no_address_into_the_log(
    webs: dict[str, Started], tmp_path: Path
) -> None:
    away = upstreams(webs) | {"THEMING_PORT": str(free_port())}
    with gateway("Caddyfile", away, tmp_path) as front:
        wait_for(front, "/health")
        with visitor(front) as web:
            assert web.get(SECRET_PATH).status_code in (502, 503)
            assert web.get("/panel/cases").status_code < 500
        said = front.log.read_text()
    assert "error" in said
    assert SECRET_PATH not in said


@pytest.fixture
def certificate(tmp_path: Path) -> dict[str, str]:
    """A certificate for localhost, and its key, in files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (tmp_path / "certificate").write_bytes(made.public_bytes(pem))
    (tmp_path / "key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    return {
        "GATEWAY_CERTIFICATE": str(tmp_path / "certificate"),
        "GATEWAY_KEY": str(tmp_path / "key"),
        "GATEWAY_TLS_LISTEN": str(free_port()),
    }


def test_with_a_certificate_the_gateway_speaks_tls_and_sends_others_there(
    webs: dict[str, Started], certificate: dict[str, str], tmp_path: Path
) -> None:
    trusted = ssl.create_default_context(cafile=certificate["GATEWAY_CERTIFICATE"])
    with gateway("tls.Caddyfile", upstreams(webs) | certificate, tmp_path) as front:
        wait_for(front, "/")
        moved = httpx2.get(f"http://localhost:{front.port}/notifications/notify?a=b")
        assert moved.status_code == 308
        assert moved.headers["location"] == "https://localhost/notifications/notify?a=b"
        address = f"https://localhost:{certificate['GATEWAY_TLS_LISTEN']}"
        assert httpx2.get(f"{address}/notifications/notify", verify=trusted).status_code == 200
        assert httpx2.get(f"{address}/metrics", verify=trusted).status_code == 404
