"""The whole product on a free port, and a browser to use it with."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

from deploy.host import Installation
from deploy.serving import running
from shared.messaging.work import drain
from tests.journeys.chromium import MISSING, find_chromium
from tests.journeys.looking import PATIENCE_SECONDS, WIDTHS

ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]


@pytest.fixture(scope="session")
def live() -> Iterator[str]:
    """The address of the product, seeded and with its workers running, until the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="cdr-journey-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        with running(folder, seed=_demonstration) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or a skip that says how to get one."""
    found = find_chromium()
    if found is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=PATIENCE_SECONDS * 1000)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=found.program, args=ARGUMENTS, env=dict(found.environment)
        )
        yield launched
        launched.close()


@pytest.fixture
def visitor(browser: Browser, live: str) -> Iterator[Callable[..., Page]]:
    """Makes a page of somebody with a browser of their own: ``visitor(width=360, javascript=False)``."""
    yield from visitors_of(browser, live)


def visitors_of(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """What the fixture ``visitor`` gives, for the product at ``address``."""
    contexts: list[BrowserContext] = []
    refused: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            refused.append(message.text)

    def make(width: int = WIDTHS[-1], javascript: bool = True) -> Page:
        size = {"width": width, "height": 900}
        context = browser.new_context(base_url=address, viewport=size, java_script_enabled=javascript)  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE_SECONDS * 1000)
        context.on("console", note)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert refused == [], "a page asks for what its own policy forbids"


def _demonstration(place: Installation) -> None:
    """Seeded, and everything done that the workers would do first: no page waits for what is caught up."""
    from deploy.seed import seed
    from tests.journeys.the_demonstration import seeded_cases

    seed(place, lambda _: None, seeded_cases())
    drain(place.all_jobs())
