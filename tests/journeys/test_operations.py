"""The office sees an event that stopped, has it tried again and drops it, with and without JavaScript."""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import text

from deploy.host import Installation
from deploy.serving import running
from shared.contracts import ReportingFormReceived
from shared.messaging import Record
from shared.messaging.work import drain
from tests.journeys.conftest import visitors_of
from tests.journeys.looking import PATIENCE_SECONDS, looks_right, sign_in_as

TOPIC = "child-death-notifications"
CASES = {True: "LLR-2026-9001", False: "LLR-2026-9002"}


@pytest.fixture(scope="module")
def stopped() -> Iterator[str]:
    """The product, with events for two cases that nobody notified and a record that nobody can read."""
    folder = Path(tempfile.mkdtemp(prefix="cdr-operations-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with running(folder, seed=_what_stops) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def visit(browser: Browser, stopped: str) -> Iterator[Callable[..., Page]]:
    yield from visitors_of(browser, stopped)


def _what_stops(place: Installation) -> None:
    answers = [_answer(case, str(number)) for case in CASES.values() for number in range(3)]
    place.log.append([*answers, Record(TOPIC, "", {"written_by": "something else"})])
    drain(place.all_jobs())
    with place.databases["panel"].owner.begin() as connection:
        connection.execute(text("UPDATE dead_letter SET tries = 5, next_try_at = NULL WHERE tries > 0"))


def _answer(case: str, source: str) -> Record:
    data = {"case_reference": case, "source_id": source, "outcome": "returned", "received_on": "2026-06-15"}
    envelope = {"id": str(uuid4()), "type": ReportingFormReceived.type, "subject": case, "data": data}
    return Record(TOPIC, case, envelope)


@pytest.mark.browser
@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_what_stopped_is_tried_again_and_dropped(visit: Callable[..., Page], javascript: bool) -> None:
    page, case = visit(javascript=javascript), CASES[javascript]
    sign_in_as(page, "Morgan Testerley")
    page.get_by_role("link", name="Operations").first.click()
    looks_right(page, axe=javascript)
    page.get_by_role("link", name="Panel", exact=True).click()
    row = page.get_by_role("row").filter(has_text=case)
    expect(row).to_contain_text("Waits for you")
    looks_right(page, axe=javascript)
    row.get_by_role("link").click()
    expect(page.get_by_role("heading", name=f"Reporting form received for {case}")).to_be_visible()
    looks_right(page, axe=javascript)
    page.get_by_role("button", name="Try again now").click()
    expect(page.get_by_text("It is tried again now.")).to_be_visible()
    # The case is still not known: it waits for a person again, after its sixth try.
    until_shown(page, row.get_by_role("cell", name="6", exact=True))
    row.get_by_role("link").click()
    page.get_by_role("button", name="Drop this event").press("Enter")
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    looks_right(page, axe=javascript)
    page.get_by_label("Why it is dropped").fill("The case was entered twice")
    page.get_by_role("button", name="Drop this event").press("Enter")
    dropped = page.get_by_role("row").filter(has_text=case).filter(has_text="entered twice")
    expect(dropped).to_contain_text("Dropped")
    looks_right(page, axe=javascript)


def until_shown(page: Page, wanted: Locator) -> None:
    """Reload until it is there: a worker does it, in its own time."""
    until = time.monotonic() + 2 * PATIENCE_SECONDS
    while not wanted.count():
        assert time.monotonic() < until, f"it did not come to {page.url}"
        page.wait_for_timeout(100)
        page.reload()
