"""A real OpenID Connect provider on this machine: Keycloak from Maven Central, with realms of the tests.

It keeps nothing: its database is in memory, its folder temporary, and it ends with the block, or in half an
hour if whoever started it was killed.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from deploy.ports import listening_socket

VERSION = "26.0.7"
GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"
ARTIFACT = f"org.keycloak:keycloak-quarkus-dist:{VERSION}:zip"
ADMIN = ("admin", "only for these tests")
PATIENCE, LONGEST = 240, 1800  # seconds: to start, and to live
MISSING = (
    "NO TESTS AGAINST A REAL SIGN-IN PROVIDER RAN: {reason} "
    "'sudo apt-get install openjdk-17-jre-headless maven' is enough, with Maven Central in reach once."
)
# It tells the applications of a sign-out once, by HTTP: on a connection that is open still, with time enough.
TELLING = (
    "--spi-connections-http-client-default-connection-ttl-millis=1",
    "--spi-connections-http-client-default-socket-timeout-millis=30000",
)
SMALL = {"JAVA_OPTS_KC_HEAP": "-Xms64m -Xmx384m", "JAVA_OPTS_APPEND": "-XX:TieredStopAtLevel=1"}


class NoKeycloak(Exception):
    """No provider here, and why."""


@dataclass(frozen=True)
class Keycloak:
    """A running server."""

    address: str

    def issuer(self, realm: str) -> str:
        return f"{self.address}/realms/{realm}"

    def token(self, realm: str, client: str, secret: str, who: tuple[str, str]) -> str:
        """An access token for a user, straight from the token endpoint."""
        asked = {"grant_type": "password", "scope": "openid", "client_id": client, "client_secret": secret}
        return self._access_token(realm, asked | {"username": who[0], "password": who[1]})

    def end_sessions(self, realm: str, username: str) -> None:
        """As its administrator does: every session of a user is over, and the applications are told."""
        admin = {"grant_type": "password", "client_id": "admin-cli"}
        token = self._access_token("master", admin | {"username": ADMIN[0], "password": ADMIN[1]})
        headers, users = {"Authorization": f"Bearer {token}"}, f"/admin/realms/{realm}/users"
        with httpx2.Client(base_url=self.address, timeout=30, headers=headers) as asking:
            found = asking.get(users, params={"username": username, "exact": "true"}).raise_for_status()
            asking.post(f"{users}/{found.json()[0]['id']}/logout").raise_for_status()

    def _access_token(self, realm: str, asked: dict[str, str]) -> str:
        place = f"{self.issuer(realm)}/protocol/openid-connect/token"
        return str(httpx2.post(place, data=asked, timeout=30).raise_for_status().json()["access_token"])


@contextmanager
def keycloak(realms: Sequence[Mapping[str, Any]]) -> Iterator[Keycloak]:
    """Keycloak with these realms, on a free port of 127.0.0.1, until the block ends. Raises NoKeycloak."""
    folder = Path(tempfile.mkdtemp(prefix="cdr-keycloak-", dir="/tmp"))
    try:
        home = _unpacked(folder)
        (home / "data" / "import").mkdir(parents=True)
        for realm in realms:
            (home / "data" / "import" / f"{realm['realm']}.json").write_text(json.dumps(realm))
        with _running(home, folder / "log") as address:
            yield Keycloak(address)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unpacked(folder: Path) -> Path:
    """Its program files; Maven fetches them once and keeps them in its own repository."""
    for program in ("java", "mvn"):
        if not shutil.which(program):
            raise NoKeycloak(f"the program '{program}' is not installed.")
    command = ["mvn", "-q", "-B", GOAL, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={folder}"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder)
    if done.returncode:
        last = " ".join((done.stdout + done.stderr).splitlines()[-3:])
        raise NoKeycloak(f"Maven could not fetch it: {last}")
    archive = next(folder.glob("*.zip"))
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder)
    archive.unlink()
    return folder / f"keycloak-{VERSION}"


@contextmanager
def _running(home: Path, log: Path) -> Iterator[str]:
    with listening_socket(0) as free:
        port = free.getsockname()[1]
    command = ["timeout", str(LONGEST), "bash", str(home / "bin" / "kc.sh"), "start-dev", "--import-realm"]
    command += ["--http-host=127.0.0.1", f"--http-port={port}", "--db=dev-mem", *TELLING]
    admin = {"KC_BOOTSTRAP_ADMIN_USERNAME": ADMIN[0], "KC_BOOTSTRAP_ADMIN_PASSWORD": ADMIN[1]}
    with log.open("wb") as lines:
        process = subprocess.Popen(
            command, stdout=lines, stderr=lines, env=os.environ | SMALL | admin, start_new_session=True
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process, log)
        yield address
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _wait_for(address: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            if httpx2.get(f"{address}/realms/master", timeout=5).status_code == 200:
                return
        except httpx2.TransportError:
            time.sleep(0.3)
    raise NoKeycloak(f"it did not start: {' '.join(log.read_text(errors='replace').splitlines()[-3:])}")
