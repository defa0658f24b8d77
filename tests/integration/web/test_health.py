"""Alive and ready are two questions; neither needs a person, and neither tells where anything stands."""

import socket
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from shared.storage import Database
from shared.web import health
from shared.web.health import Readiness, Watched


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Takes connections and never says a word, as a machine does that has been cut off."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def asked_of(readiness: Readiness) -> TestClient:
    app = FastAPI()
    app.state.watched = Watched(readiness, SecretStr(""))
    app.include_router(health.router)
    return TestClient(app)


def test_what_is_alive_and_ready_says_so(web: TestClient) -> None:
    alive, ready = web.get("/health"), web.get("/ready")
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})
    assert (ready.status_code, ready.json()) == (200, {"status": "ready"})


def test_without_its_tables_it_is_alive_and_not_ready_and_says_what_is_missing(
    web: TestClient, database: Database
) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE outbox")
    answer = web.get("/ready")
    assert web.get("/health").status_code == 200
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert [fault["field"] for fault in answer.json()["faults"]] == ["post database"]


def test_a_database_that_hangs_does_not_hang_the_answer_nor_say_where_it_is(silent_port: int) -> None:
    database = Database("post", f"postgresql+psycopg://role:hush@127.0.0.1:{silent_port}/post")
    client = asked_of(Readiness({"post database": database.ready, "event log": lambda: True}))
    answers = [client.get("/ready") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert [fault["field"] for fault in answers[0].json()["faults"]] == ["post database"]
    assert client.get("/health").status_code == 200
    for secret in ("hush", "127.0.0.1", str(silent_port)):
        assert secret not in answers[0].text


def test_a_check_that_still_hangs_is_not_asked_again(silent_port: int) -> None:
    asked: list[str] = []

    def hanging() -> bool:
        asked.append("again")
        with socket.create_connection(("127.0.0.1", silent_port)) as connection:
            return bool(connection.recv(1))

    readiness = Readiness({"event log": hanging})
    assert [readiness.missing(), readiness.missing()] == [["event log"], ["event log"]]
    assert asked == ["again"]


def test_a_process_that_leaves_is_not_ready_though_everything_answers() -> None:
    readiness = Readiness({"event log": lambda: True})
    client = asked_of(readiness)
    assert client.get("/ready").status_code == 200
    readiness.leave()
    assert (client.get("/ready").status_code, client.get("/health").status_code) == (503, 200)


def test_figures_are_for_whoever_bears_the_token_if_there_is_one(
    web_with: Callable[..., TestClient],
) -> None:
    web = web_with(metrics_token="figures only")
    given = [None, {"Authorization": "Bearer wrong"}, {"Authorization": "Bearer figures only"}]
    answers = [web.get("/metrics", headers=headers) for headers in given]
    assert [answer.status_code for answer in answers] == [401, 401, 200]
    assert "cdop_request_seconds_bucket" in answers[-1].text
