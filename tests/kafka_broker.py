"""One Kafka broker for a whole test run, however many processes test: the first kind that works here.

The broker belongs to a keeper, a process beside the tests. Every test process that uses the broker holds a
shared lock; the keeper waits for the exclusive one, gets it when the last of them has ended in whatever
way, stops the broker and ends.
"""

import fcntl
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import NoReturn
from uuid import uuid4

import pytest

from deploy.kafka import LocalKafka, LocalKafkaError

ROOT = Path(__file__).resolve().parents[1]
MUST_NOT_SKIP = "CDOP_TESTS_MUST_NOT_SKIP"
ANSWER_SECONDS = 2
MISSING = (
    "NO KAFKA TESTS RAN: {reason} Any one of these is enough: "
    "'sudo apt-get install openjdk-17-jre-headless maven'; a running Docker; "
    "a broker of yours, as in 'CDOP_TEST_KAFKA=127.0.0.1:9092 make test'."
)


class NoBroker(Exception):
    """No broker here, and why."""


def fresh_topic() -> str:
    """A name that no other test uses; nothing is made."""
    return f"test-{uuid4().hex}"


def broker_or_skip(shared_folder: Path) -> Iterator[str]:
    """The broker's URL until the run ends. Without a broker the test is skipped, or fails if it must not."""
    with (shared_folder / "kafka-users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        answer = _answer_of_keeper(shared_folder)
        if "url" not in answer:
            give_up(answer["missing"])
        yield answer["url"]


def give_up(reason: str, what: str = "kafka", missing: str = MISSING) -> NoReturn:
    """Skip, or fail where the tests of ``what`` must not be skipped, saying what to type."""
    why = missing.format(reason=reason)
    if what in os.environ.get(MUST_NOT_SKIP, "").split(","):
        pytest.fail(f"{MUST_NOT_SKIP} forbids this: {why}", pytrace=False)
    pytest.skip(why)


def _answer_of_keeper(folder: Path) -> dict[str, str]:
    """What the keeper of this run says: where the broker is, or what is missing. Starts it if need be."""
    answer = folder / "kafka-answer.json"
    with (folder / "kafka-starting").open("w") as starting, (folder / "kafka-keeper.log").open("ab") as log:
        fcntl.flock(starting, fcntl.LOCK_EX)
        if not answer.exists():
            command = [sys.executable, "-m", "tests.kafka_broker", str(folder)]
            keeper = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
            while not answer.exists() and keeper.poll() is None:
                time.sleep(0.05)
    return json.loads(answer.read_text()) if answer.exists() else {"missing": f"see {log.name}."}


def keep(folder: Path) -> None:
    """The keeper: open the first broker that works, say where, and hold it until nobody uses it."""
    answer = folder / "kafka-answer.json"
    try:
        with first_that_works() as url:
            _say(answer, {"url": url})
            with (folder / "kafka-users").open("w") as users:
                fcntl.flock(users, fcntl.LOCK_EX)
                answer.unlink()
                # Closing would let a newcomer in, who would find the broker ending: hold on until it has.
                os.dup(users.fileno())
    except NoBroker as missing:
        _say(answer, {"missing": str(missing)})


def _say(answer: Path, words: dict[str, str]) -> None:
    draft = answer.with_suffix(".draft")
    draft.write_text(json.dumps(words))
    draft.rename(answer)


@contextmanager
def first_that_works() -> Iterator[str]:
    """The URL of a named broker, else of one in a container, else of one on this machine; or NoBroker."""
    kind = next(kind for applies, kind in KINDS if applies())
    with kind() as url:
        yield url


@contextmanager
def _named() -> Iterator[str]:
    from kafka import KafkaAdminClient
    from kafka.errors import KafkaError

    address = os.environ["CDOP_TEST_KAFKA"].removeprefix("kafka://").rstrip("/")
    try:
        host, port = address.split(",")[0].rsplit(":", 1)
        socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS).close()
        KafkaAdminClient(bootstrap_servers=address.split(",")).close()
    except (KafkaError, OSError, ValueError) as error:
        raise NoBroker(f"CDOP_TEST_KAFKA names {address}, where no Kafka answers.") from error
    yield f"kafka://{address}"


@contextmanager
def _in_a_container() -> Iterator[str]:
    from testcontainers.community.kafka import KafkaContainer

    container = KafkaContainer().with_kraft().with_env("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
    container.with_env("KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR", "1")
    container.with_env("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
    with ExitStack() as stack:
        try:
            stack.enter_context(container)
            url = f"kafka://{container.get_bootstrap_server()}"
        except Exception:  # an engine that cannot fetch the image; the keeper's log tells
            traceback.print_exc()
            url = stack.enter_context(_on_this_machine())
        yield url


@contextmanager
def _on_this_machine() -> Iterator[str]:
    folder = Path(tempfile.mkdtemp(prefix="cdr-kafka-", dir="/tmp"))
    try:
        with LocalKafka(folder) as kafka:
            yield kafka.url
    except LocalKafkaError as error:
        raise NoBroker(str(error)) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _engine_answers() -> bool:
    import docker

    try:
        engine = docker.from_env(timeout=ANSWER_SECONDS)
        return bool(engine.ping())
    except docker.errors.DockerException:
        return False


Kind = Callable[[], AbstractContextManager[str]]
KINDS: tuple[tuple[Callable[[], bool], Kind], ...] = (
    (lambda: bool(os.environ.get("CDOP_TEST_KAFKA")), _named),
    (_engine_answers, _in_a_container),
    (lambda: True, _on_this_machine),
)

if __name__ == "__main__":
    keep(Path(sys.argv[1]))
