"""Kafka's program files: fetched once by Maven as ``pom.xml`` says, then kept in ``var/kafka/lib``.

Set CDOP_KAFKA_JARS to keep them in another folder, for example one that several clones share.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

POM = Path(__file__).with_name("pom.xml")
FOLDER = Path(__file__).resolve().parents[2] / "var" / "kafka" / "lib"
INSTALL = "Type 'sudo apt-get install openjdk-17-jre-headless maven' (Java 17 or newer), and try again."
# A broker that lives for seconds is quickest with the first compiler and the plainest collector.
OPTIONS = (
    "-Xmx256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-XX:-UsePerfData",
    "-Djava.awt.headless=true",
    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
    "-Dorg.slf4j.simpleLogger.showDateTime=true",
)


class LocalKafkaError(Exception):
    """Kafka cannot run here; the message says what is missing and what to type."""


@dataclass(frozen=True)
class Jars:
    """A folder with everything Kafka needs, and perhaps an archive of loaded classes beside it."""

    java: str
    folder: Path

    @property
    def archive(self) -> Path:
        return self.folder / "classes.jsa"

    def command(self, *words: str, draft: Path | None = None) -> list[str]:
        """What starts a Java program of Kafka, such as ``command("kafka.Kafka", settings)``.

        The program uses the archive of loaded classes, which halves its start; without one it writes
        ``draft`` when it stops in order.
        """
        # An archive is valid for one class path only: the same files in the same order.
        class_path = os.pathsep.join(str(jar) for jar in sorted(self.folder.glob("*.jar")))
        classes = [f"-XX:SharedArchiveFile={self.archive}"] if self.archive.exists() else []
        if draft and not classes:
            classes = [f"-XX:ArchiveClassesAtExit={draft}"]
        return [self.java, *OPTIONS, *classes, "-cp", class_path, *words]

    def keep_archive(self, draft: Path) -> None:
        """Take over an archive that a node has written, if it has and if we may write beside the jars."""
        with suppress(OSError):
            arriving = self.folder / f"arriving-{os.getpid()}-{draft.parent.name}"
            shutil.move(draft, arriving)
            arriving.rename(self.archive)


def find_jars() -> Jars:
    """Kafka's program files, fetched if they are not here yet. Raises LocalKafkaError."""
    java = _program("java")
    place = Path(os.environ.get("CDOP_KAFKA_JARS") or FOLDER).resolve()
    folder = place / hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    if not folder.is_dir():
        with _alone_in(place):
            if not folder.is_dir():
                _fetch(folder)
    return Jars(java, folder)


@contextmanager
def _alone_in(place: Path) -> Iterator[None]:
    """Two test processes may come at once; the second waits and then finds what the first fetched."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = (place / "lock").open("w")
    except OSError:
        raise LocalKafkaError(
            f"Kafka's program files belong in {place}, where you may not write. "
            "Name another folder: CDOP_KAFKA_JARS=/tmp/kafka-jars"
        ) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _fetch(folder: Path) -> None:
    maven = _program("mvn")
    arriving = Path(tempfile.mkdtemp(prefix="arriving-", dir=folder.parent))
    arriving.chmod(0o755)
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={arriving}"]
    try:
        done = subprocess.run([maven, "-q", "-B", "-f", str(POM), *goal], capture_output=True, text=True)
        if done.returncode:
            last = "\n  ".join((done.stdout + done.stderr).splitlines()[-5:])
            raise LocalKafkaError(f"Maven could not fetch Kafka; is the network there?\n  {last}")
        arriving.rename(folder)
    finally:
        shutil.rmtree(arriving, ignore_errors=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise LocalKafkaError(f"Kafka needs the program '{name}', which is not installed. {INSTALL}")
    return found
