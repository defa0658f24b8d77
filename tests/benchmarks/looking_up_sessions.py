"""What it costs a request to look its session up in the accounts database, beside no look-up at all."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from statistics import median

from starlette.testclient import TestClient

from deploy.host import Installation
from deploy.personas import PERSONAS
from shared.accounts.kept_sessions import KeptSessions
from shared.accounts.session_store import SessionsInProcess
from shared.storage import Database
from shared.web import create_web
from tests.benchmarks.measuring import load, note, report

ROUNDS, REQUESTS = 9, 150  # both in turn, so that what else the machine does falls on both
PERSON = "auditor"  # the first page as somebody signed in sees it; no case is read for it
PAGE = "/"


def looking_up_sessions(place: Installation, accounts: Database) -> None:
    """Milliseconds of one request; the floor keeps sessions in the process, where a signed key finds them."""
    with ExitStack() as stack:
        kept = stack.enter_context(_signed_in(place, accounts))
        floor = stack.enter_context(_signed_in(place, None))
        note(f"  ({ROUNDS} rounds of {REQUESTS} requests, {load()})")
        rounds = [(_milliseconds(kept), _milliseconds(floor)) for _ in range(ROUNDS + 1)][1:]
        ours, bare = (median(each) for each in zip(*rounds, strict=True))
        report("A page of somebody signed in", ours, bare, "ms", "no look-up")
        found = _milliseconds_of(lambda: KeptSessions(accounts).find("nobody's key"))
        report("The look-up alone", found, bare, "ms", "the page without it")


@contextmanager
def _signed_in(place: Installation, accounts: Database | None) -> Iterator[TestClient]:
    app = create_web(
        place.settings, [], {}, PERSONAS.values(), accounts=accounts, now=lambda: datetime.now(UTC)
    )
    assert isinstance(app.state.sessions, KeptSessions if accounts else SessionsInProcess)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        page = client.get("/sign-in").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]
        entered = client.post("/sign-in", data={"csrf_token": token, "persona": PERSON})
        if PERSONAS[PERSON].name not in entered.text:
            raise RuntimeError("nobody is signed in")
        yield client


def _milliseconds(client: TestClient) -> float:
    """The mean of one round; every answer must be 200."""

    def ask() -> None:
        if (status := client.get(PAGE).status_code) != 200:
            raise RuntimeError(f"{PAGE} was answered {status}")

    return _milliseconds_of(ask)


def _milliseconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    for _ in range(REQUESTS):
        work()
    return (time.perf_counter() - started) / REQUESTS * 1000
