"""Services reach PostgreSQL and Kafka by TLS, as composed: a real server of each, our own files."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from kafka.errors import KafkaError
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from deploy.backup.dumping import dump_blocks
from deploy.backup.programs import program, reached
from deploy.kafka import LocalKafka, LocalKafkaError
from deploy.ports import listening_socket
from shared.messaging.kafka_log import KafkaEventLog
from shared.messaging.log import Record
from shared.storage import Database
from tests.kafka_broker import fresh_topic, give_up

ROOT = Path(__file__).resolve().parents[3]
MUST_NOT_SKIP = "CDOP_TESTS_MUST_NOT_SKIP"
NOBODY = 65534
_ENTRY_POINT = """#!/bin/sh
# Stands where the image has its own: what it is given goes to the server.
shift
exec {programs}/postgres -D {data} -c port={port} -c listen_addresses=127.0.0.1,127.0.0.2 \\
  -c unix_socket_directories={own} "$@"
"""


def programs_with_tls() -> Path:
    """Debian's PostgreSQL: the wheel's is built without TLS."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if not found:
        why = "PostgreSQL with TLS is missing: type 'sudo apt-get install postgresql'."
        if "postgres-tls" in os.environ.get(MUST_NOT_SKIP, "").split(","):
            pytest.fail(f"{MUST_NOT_SKIP} forbids this: {why}", pytrace=False)
        pytest.skip(why)
    return found[-1].parent


@pytest.fixture(scope="module")
def secrets() -> Iterator[Path]:
    """What make-secrets.sh makes, where the account of a server may read it."""
    folder = Path(tempfile.mkdtemp(prefix="cdr-tls-", dir="/tmp"))
    subprocess.run(["sh", "deploy/make-secrets.sh", str(folder)], cwd=ROOT, check=True, capture_output=True)
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def other_authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("others")
    subprocess.run(["sh", "deploy/make-certificates.sh", folder], cwd=ROOT, check=True, capture_output=True)
    return folder / "internal_ca"


@pytest.fixture(scope="module")
def server(secrets: Path) -> Iterator[int]:
    """The port of a PostgreSQL that our start.sh has started, with our pg_hba.conf and the secrets made."""
    programs = programs_with_tls()
    place = Path(tempfile.mkdtemp(prefix="cdr-pg-", dir="/tmp"))
    as_nobody: dict[str, Any] = {}
    if os.geteuid() == 0:
        os.chown(place, NOBODY, NOBODY)
        as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    data, own = place / "data", place / "own"
    asked = [str(programs / "initdb"), "-D", str(data), "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
    subprocess.run(asked, check=True, capture_output=True, cwd=place, **as_nobody)
    with listening_socket(0) as free:
        port = free.getsockname()[1]
    entry = place / "docker-entrypoint.sh"
    entry.write_text(_ENTRY_POINT.format(programs=programs, data=data, port=port, own=own))
    entry.chmod(0o755)
    own.mkdir()
    if as_nobody:
        os.chown(own, NOBODY, NOBODY)
    hba = place / "pg_hba.conf"
    shutil.copy(ROOT / "deploy/compose/postgres/pg_hba.conf", hba)
    start = place / "start.sh"
    shutil.copy(ROOT / "deploy/compose/postgres/start.sh", start)
    environment = {
        "PATH": f"{place}:{os.environ['PATH']}",
        "SECRETS_DIR": str(secrets),
        "OWN_DIR": str(own),
        "HBA_FILE": str(hba),
    }
    with (place / "log").open("wb") as log:
        running = subprocess.Popen(
            ["sh", str(start), "postgres"], env=environment, cwd=place, stdout=log, stderr=log, **as_nobody
        )
    try:
        _made_ready(own, port, secrets, running, place / "log")
        yield port
    finally:
        running.send_signal(signal.SIGINT)  # it does not wait for those who are connected
        running.wait(timeout=60)
        shutil.rmtree(place, ignore_errors=True)


def _made_ready(own: Path, port: int, secrets: Path, running: subprocess.Popen[bytes], log: Path) -> None:
    """The panel's role and database, as make-databases.sh makes them, over the socket."""
    url = make_url((secrets / "cdop_panel_database_url").read_text())
    engine = create_engine(
        f"postgresql+psycopg://postgres@/postgres?host={own}&port={port}", isolation_level="AUTOCOMMIT"
    )
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert running.poll() is None, log.read_text()
        with suppress(OperationalError), engine.connect() as connection:
            connection.execute(text(f"CREATE ROLE {url.username} LOGIN PASSWORD '{url.password}'"))
            connection.execute(text(f"CREATE DATABASE {url.database} OWNER {url.username}"))
            engine.dispose()
            return
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.fixture
def address(secrets: Path, server: int) -> Any:
    """The panel's own address as it was made, but for where this test's server and files are."""
    url = make_url((secrets / "cdop_panel_database_url").read_text())
    assert url.query["sslmode"] == "verify-full"
    assert url.query["sslrootcert"] == "/run/secrets/internal_ca"
    query = {**url.query, "sslrootcert": str(secrets / "internal_ca")}
    return url.set(host="localhost", port=server, query=query)


def test_a_service_reaches_its_database_by_tls(address: Any) -> None:
    database = Database("panel", address)
    with database.engine.connect() as connection:
        asked = text("SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl")
        assert str(connection.scalar(asked)).startswith("TLSv1.")
    database.close()


def test_nobody_comes_in_without_tls(address: Any) -> None:
    for mode in ("disable", "allow"):
        given = {"sslmode": mode, "gssencmode": "disable"}
        engine = create_engine(address.set(query=given), connect_args={"connect_timeout": 10})
        if mode == "disable":
            with pytest.raises(OperationalError, match="no encryption"):
                engine.connect()
        else:
            with engine.connect() as connection:
                assert connection.scalar(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))


def test_a_server_that_is_another_or_has_another_name_is_not_spoken_to(
    address: Any, other_authority: Path
) -> None:
    wrong = address.set(query={**address.query, "sslrootcert": str(other_authority)})
    with pytest.raises(OperationalError, match="certificate verify failed"):
        create_engine(wrong).connect()
    with pytest.raises(OperationalError, match="does not match host name"):
        create_engine(address.set(host="127.0.0.2")).connect()


def test_programs_built_without_tls_go_through_it_all_the_same(address: Any, other_authority: Path) -> None:
    """Backups: the wheel's pg_dump knows no TLS."""
    database = Database("panel", address)
    with database.engine.connect() as connection:
        connection.execute(text("CREATE TABLE IF NOT EXISTS letter (words text)"))
        connection.execute(text("INSERT INTO letter VALUES ('quite a letter')"))
        connection.commit()
        snapshot = str(connection.scalar(text("SELECT pg_export_snapshot()")))
        dump = b"".join(dump_blocks(database, snapshot))
    assert dump.startswith(b"PGDMP")
    asked = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    assert _said(database, asked) == "t"
    for wrong in (
        address.set(query={**address.query, "sslrootcert": str(other_authority)}),
        address.set(host="127.0.0.2"),
    ):
        other = Database("panel", wrong)
        assert _said(other, asked) == ""
    database.close()


def _said(database: Database, statement: str) -> str:
    with reached(database.engine.url) as place:
        assert "sslmode" not in place.address
        command = [program("psql"), "--no-psqlrc", "-At", f"--dbname={place.address}", "-c", statement]
        done = subprocess.run(command, env=place.environment, capture_output=True, text=True, timeout=60)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def broker(secrets: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port on which a real broker listens with the lines of our server.properties."""
    lines = (ROOT / "deploy/compose/kafka/server.properties").read_text().splitlines()
    ours = dict(line.split("=", 1) for line in lines if line.startswith("ssl."))
    ours = {name: value.replace("/run/secrets", str(secrets)) for name, value in ours.items()}
    assert "INSIDE:SSL,CONTROLLER:SSL" in "".join(lines)
    try:
        kafka = LocalKafka(tmp_path_factory.mktemp("kafka"))
    except LocalKafkaError as missing:
        give_up(str(missing))
    with listening_socket(0) as free:
        port = free.getsockname()[1]
    node = kafka.nodes[1]
    node.settings = {
        **node.settings,
        **ours,
        "listeners": f"{node.settings['listeners']},INSIDE://127.0.0.1:{port}",
        "advertised.listeners": f"CLIENTS://127.0.0.1:{node.port},INSIDE://localhost:{port}",
        "listener.security.protocol.map": "CLIENTS:PLAINTEXT,CONTROLLER:SSL,INSIDE:SSL",
    }
    with kafka:
        yield port


def made_address(secrets: Path, port: int, ca: Path) -> str:
    made = (secrets / "cdop_events_url").read_text()
    assert "security=SSL" in made
    return re.sub(r"(?<=&ca=)[^&]+", str(ca), made.replace("kafka:9092", f"localhost:{port}"))


def test_events_go_to_the_log_by_tls(broker: int, secrets: Path) -> None:
    topic = fresh_topic()
    log = KafkaEventLog(made_address(secrets, broker, secrets / "internal_ca"))
    log.prepare([topic])
    log.append([Record(topic, "LLR-2026-0001", {"id": "1"})])
    with log.read(topic, "readers", 10) as batch:
        assert [record.envelope for record in batch.records] == [{"id": "1"}]
    assert log.ready()
    log.close()


def test_a_broker_that_nobody_vouches_for_and_one_without_tls_are_not_spoken_to(
    broker: int, secrets: Path, other_authority: Path
) -> None:
    plain = made_address(secrets, broker, secrets / "internal_ca").replace("security=SSL&", "")
    for wrong in (made_address(secrets, broker, other_authority), plain.partition("&ca")[0]):
        code = (
            "import sys; from shared.messaging.kafka_log import KafkaEventLog;"
            " sys.exit(0 if KafkaEventLog(sys.argv[1]).ready() else 7)"
        )
        with pytest.raises((subprocess.TimeoutExpired, subprocess.CalledProcessError, KafkaError)):
            subprocess.run(
                [sys.executable, "-c", code, wrong], cwd=ROOT, check=True, capture_output=True, timeout=25
            )
