"""Signing in to a broker that asks for it: SCRAM over TLS, as the address of the event log says."""

import datetime as dt
import ipaddress
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from kafka import KafkaAdminClient
from kafka.admin import ScramMechanism, UserScramCredentialUpsertion
from kafka.errors import KafkaError

from deploy.kafka import LocalKafka
from shared.messaging import Record, open_event_log
from tests.kafka_broker import fresh_topic

USER, PASSWORD = "cdr-panel", "a pass/word: with @ signs"
SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required;"


@dataclass
class Secured:
    """A broker with a listener that wants TLS and a user; ``authority`` is the file that vouches for it."""

    port: int
    authority: Path

    def url(self, password: str = "a%20pass%2Fword%3A%20with%20%40%20signs", ca: Path | None = None) -> str:
        return f"kafka://{USER}:{password}@127.0.0.1:{self.port}/?ca={ca or self.authority}&partitions=1"


@pytest.fixture(scope="module")
def secured(kafka: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    """Asks for ``kafka`` first: where no broker can run, this is skipped with the others."""
    folder = tmp_path_factory.mktemp("secured")
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    cluster = LocalKafka(folder / "kafka", settings=_secure_settings(_certificate(folder)))
    node = cluster.nodes[1]
    listeners = f"{node.settings['listeners']},SECURE://127.0.0.1:{port}"
    node.settings = {**node.settings, "listeners": listeners}
    with cluster:
        with KafkaAdminClient(bootstrap_servers=cluster.bootstrap) as admin:
            user = UserScramCredentialUpsertion(USER, ScramMechanism.SCRAM_SHA_512, PASSWORD)
            admin.alter_user_scram_credentials([user])
        yield Secured(port, folder / "certificate.pem")


def _secure_settings(keys: Path) -> dict[str, str]:
    return {
        "listener.security.protocol.map": "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURE:SASL_SSL",
        "sasl.enabled.mechanisms": "SCRAM-SHA-512",
        "listener.name.secure.scram-sha-512.sasl.jaas.config": SCRAM,
        "listener.name.secure.ssl.keystore.type": "PEM",
        "listener.name.secure.ssl.keystore.location": str(keys),
    }


def _certificate(folder: Path) -> Path:
    """Make a certificate that vouches for itself; gives the file with key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    certificate = made.public_bytes(serialization.Encoding.PEM)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "keys.pem").write_bytes(private + certificate)
    return folder / "keys.pem"


def test_records_go_through_a_broker_that_wants_tls_and_a_user(secured: Secured) -> None:
    log, topic = open_event_log(secured.url()), fresh_topic()
    log.prepare([topic])
    log.append([Record(topic, "LLR-2026-0001", {"id": "1", "type": "test.v1"})])
    found = []
    while not found:
        with log.read(topic, "reader", 10) as batch:
            found = list(batch.records)
            if found:
                batch.commit()
    assert (found[0].key, log.lag(topic, "reader")) == ("LLR-2026-0001", 0)
    log.close()


def test_a_wrong_password_is_refused(secured: Secured) -> None:
    with pytest.raises(KafkaError):
        open_event_log(secured.url(password="wrong")).prepare([fresh_topic()])


def test_a_broker_that_nobody_vouches_for_is_not_trusted(secured: Secured, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    _certificate(other)
    with pytest.raises(KafkaError):
        open_event_log(secured.url(ca=other / "certificate.pem")).prepare([fresh_topic()])
