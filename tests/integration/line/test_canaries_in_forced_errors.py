"""Errors are forced in every handler, job and reader, with names in their words; everything logs at debug.

No answer, header, line of a log, of PostgreSQL's or in a table outside notifications has one.
"""

import json
import logging
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine

from deploy.embedded import EmbeddedPostgres
from deploy.host import Installation
from shared.contracts import EVENT_TYPES
from shared.log_lines import configure_logging
from shared.messaging.log import Record
from shared.messaging.work import Workers, drain
from tests.integration.access.addresses import Addresses
from tests.integration.access.every_route import Route, every_route
from tests.integration.line.canary_family import STORY, Story, found_in
from tests.integration.line.forced_errors import (
    FAULTS,
    HEADER,
    WORDS,
    FaultAsAsked,
    faults_in_handlers,
    faults_in_statements,
    reached,
)
from tests.integration.line.test_a_canary_family_through_everything import rows_of
from tests.integration.line.test_nothing_identifying_leaves import signed_in, token_on

EXAMPLES = Path(__file__).resolve().parents[2] / "contract" / "examples"
LIBRARIES = ("sqlalchemy", "uvicorn", "kafka", "asyncio", "psycopg", "httpx", "fastapi", "py.warnings", "")
# Nothing is parked, so that there is no number to ask for.
NOT_REACHED = {"GET /operations/{event}", "POST /operations/{event}/retry", "POST /operations/{event}/drop"}


@pytest.fixture(autouse=True)
def everything_is_logged() -> Iterator[None]:
    """At debug, by every library."""
    configure_logging("debug")
    before = {name: logging.getLogger(name).level for name in LIBRARIES}
    for name in before:
        logging.getLogger(name).setLevel(logging.DEBUG)
    yield
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)


@pytest.fixture
def log_of_postgres(postgres: EmbeddedPostgres) -> Path:
    with postgres.connect() as connection:
        found = connection.execute("SHOW data_directory").fetchone()
    assert found
    return Path(found[0]).parent / "postgres.log"


@pytest.fixture(scope="module")
def browser(whole: Installation, story: Story) -> Iterator[TestClient]:
    """Of somebody signed in; a fault happens where a request asks for one."""
    signed = signed_in(whole, "cdr-manager")
    with faults_in_handlers():
        client = TestClient(FaultAsAsked(signed.app), base_url=signed.base_url, raise_server_exceptions=False)
        client.cookies = signed.cookies
        yield client


def addresses(whole: Installation, story: Story) -> Addresses:
    owners = {name: SimpleNamespace(engine=each.owner) for name, each in whole.databases.items()}
    place: Any = SimpleNamespace(databases=owners)
    return Addresses(place, story.case, story.meeting)


def ask(browser: TestClient, route: Route, path: str, token: str, kind: str) -> Any:
    headers = {
        HEADER.decode(): kind,
        "user-agent": WORDS.encode("ascii", "ignore").decode(),
        "referer": "/" + STORY,
    }
    if route.method == "GET":
        return browser.get(path, headers=headers, follow_redirects=False)
    typed = {"csrf_token": token, "name": WORDS, "reason": STORY, "words": WORDS, "text": STORY}
    given: dict[str, Any] = {"json": typed} if route.is_api else {"data": typed}
    return browser.request(route.method, path, headers=headers, follow_redirects=False, **given)


def test_a_fault_in_any_handler_tells_no_name(
    whole: Installation,
    story: Story,
    browser: TestClient,
    log_of_postgres: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    known, token, kinds = addresses(whole, story), token_on(browser, "/panel/cases"), [*FAULTS]
    before = log_of_postgres.stat().st_size
    told, not_reached = [], []
    for number, route in enumerate(every_route()):
        path = known.real(route)
        for kind in ("says", kinds[1 + number % (len(kinds) - 1)]):
            had = len(reached)
            answer = ask(browser, route, path, token, kind)
            if answer.status_code < 500 and len(reached) == had:
                not_reached.append(route.name)
            if found_in(answer.text + str(answer.headers) + str(answer.url)):
                told.append((route.name, kind))
    assert told == []
    assert set(not_reached) == NOT_REACHED
    written = "".join(capfd.readouterr())
    assert written.count("unexpected_error") > len(every_route())
    assert '"library"' in written  # libraries had much to say
    assert found_in(written) == []
    assert found_in(log_of_postgres.read_bytes()[before:].decode()) == []


def test_a_fault_beyond_every_handler_tells_no_name(
    browser: TestClient, capfd: pytest.CaptureFixture[str]
) -> None:
    answer = browser.get("/panel/cases", headers={HEADER.decode(): "outermost"})
    assert answer.status_code == 500
    assert found_in(answer.text + "".join(capfd.readouterr())) == []


@pytest.mark.parametrize("kind", ["says", "kind"])
def test_a_job_that_fails_at_any_statement_tells_no_name(
    whole: Installation, story: Story, capfd: pytest.CaptureFixture[str], log_of_postgres: Path, kind: str
) -> None:
    before = log_of_postgres.stat().st_size
    events_come(whole)
    jobs = whole.all_jobs()
    failed = set()
    for database in whole.databases.values():
        with faults_in_statements(database.engine, kind):
            for name, job in jobs.items():
                if name.startswith(database.service):
                    failed |= failing(name, job)
    assert failed == {name for name in jobs if "anchor" not in name}
    written = "".join(capfd.readouterr())
    assert "job_failed" in written
    assert found_in(written) == []
    assert found_in(log_of_postgres.read_bytes()[before:].decode()) == []


def events_come(whole: Installation) -> None:
    """One of every type."""
    topics = {kind: service.topic for service in whole.services for kind in service.publishes}
    for name, kind in EVENT_TYPES.items():
        example = json.loads((EXAMPLES / f"{name.removeprefix('uk.child-death-review.')}.json").read_text())
        fresh = example | {"id": str(uuid4()), "subject": f"LLR-2031-{len(name):04}"}
        whole.log.append([Record(str(topics[kind]), fresh["subject"], fresh)])


def failing(name: str, job: Any) -> set[str]:
    """The job's name, if it fails; told as workers tell it."""
    workers, outcome = Workers({}), set()

    def once() -> bool:
        workers._stop.set()
        try:
            return bool(job())
        except Exception:
            outcome.add(name)
            raise

    workers._run(name, once)
    return outcome


def test_a_reader_that_fails_keeps_and_tells_no_name(
    whole: Installation,
    story: Story,
    capfd: pytest.CaptureFixture[str],
    log_of_postgres: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Each event that a service has a handler for is set aside by it, with the kind of the error alone."""
    before, kinds = log_of_postgres.stat().st_size, [*FAULTS]
    handled = [(service, kind) for service in whole.services for kind in service.handlers]
    for number, (service, kind) in enumerate(handled):
        fail = FAULTS[kinds[number % len(kinds)]]
        monkeypatch.setitem(service.handlers, kind, lambda tx, event, fail=fail: fail(tx))  # type: ignore[arg-type]
    events_come(whole)
    drain({name: job for name, job in whole.all_jobs().items() if ": consume" in name})
    written = "".join(capfd.readouterr())
    assert written.count("event_parked") > 3
    assert found_in(written) == []
    for service in ("panel", "theming"):
        letters = rows_of(whole.databases[service].owner, lambda name: name == "dead_letter")["dead_letter"]
        assert "LLR-2031" in letters
        assert found_in(letters) == []
    assert found_in(log_of_postgres.read_bytes()[before:].decode()) == []


def test_nothing_of_it_stands_in_a_table_or_event_afterwards(whole: Installation, story: Story) -> None:
    engines = {name: whole.databases[name].owner for name in ("panel", "theming")}
    for where, engine in {**engines, "events": create_engine(whole.settings.events_url)}.items():
        assert found_in("\n".join(rows_of(engine).values())) == [], where
