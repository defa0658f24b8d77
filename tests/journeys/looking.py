"""What a journey asks of every page it sees."""

import os
import re
import time
from io import BytesIO
from pathlib import Path

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

WIDTHS = (360, 1280)
# How long a page or a person's next step may take. A busy machine takes long: only what hangs takes this.
PATIENCE_SECONDS = 180
ONLY_VIOLATIONS = """axe.run({resultTypes: ["violations"]}).then(
    ({testEngine, url, violations}) => ({testEngine, url, violations}))"""
IMAGES = Path(__file__).resolve().parents[2] / "docs" / "guide" / "images"


class AxeOnce(Axe):
    """axe, brought into a page once, however many widths it is looked at in."""

    def run(self, page: Page) -> AxeResults:  # type: ignore[override]
        if not page.evaluate("'axe' in window"):
            page.evaluate(self.axe_script)
        return AxeResults(page.evaluate(ONLY_VIOLATIONS))


def axe_clean(page: Page) -> None:
    """Nothing that axe can find is wrong with the page, best practices included."""
    results = AxeOnce().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def no_horizontal_scroll(page: Page) -> None:
    """The page is no wider than its window; wide tables scroll inside a region of their own."""
    for _ in range(100):
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow <= 0:
            return
        page.wait_for_timeout(100)  # the menu folds a moment after the window has become narrow
    raise AssertionError(f"{page.url} is {overflow} px too wide")


def captions_in_sight(page: Page) -> None:
    """The caption of a table that scrolls is read whole without scrolling."""
    hidden = page.evaluate(
        """[...document.querySelectorAll(".cdr-scroll caption:not(.nhsuk-u-visually-hidden)")].filter(each =>
            each.getBoundingClientRect().right > each.closest(".cdr-scroll").getBoundingClientRect().right + 1
        ).map(each => each.textContent.trim())"""
    )
    assert not hidden, f"{page.url}: {hidden}"


def looks_right(page: Page, axe: bool = True) -> None:
    """One first heading, a title; on a telephone and a desk clean for axe, nothing cut off or too wide.

    axe itself needs JavaScript: without it, ``axe`` is False and the rest is checked.
    """
    # Waited for: a link followed a moment ago may have changed the address and not yet the page.
    expect(page.locator("h1")).to_have_count(1)
    assert page.title().split(" – ")[0].strip(), f"{page.url} has no title"
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        no_horizontal_scroll(page)
        captions_in_sight(page)
        if axe:
            axe_clean(page)


def taking_pictures() -> bool:
    """Whether the pictures of the guides are made anew."""
    return os.environ.get("UPDATE_SCREENSHOTS") == "1"


def screenshot(page: Page, name: str) -> None:
    """Write what the window shows to docs/guide/images/<name>.png, only with UPDATE_SCREENSHOTS=1."""
    if taking_pictures():
        IMAGES.mkdir(parents=True, exist_ok=True)
        taken = Image.open(BytesIO(page.screenshot()))
        # A page has few colours: a third of the size, and no difference to the eye.
        taken.convert("RGB").quantize(128).save(IMAGES / f"{name}.png", optimize=True)


def sign_in_as(page: Page, persona_name: str) -> None:
    """Sign in as the persona whose name contains ``persona_name``."""
    page.goto("/sign-in")
    page.get_by_role("button", name=re.compile(rf"Sign in as .*{re.escape(persona_name)}")).click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()


def eventually(page: Page, text: str, seconds: float = 2 * PATIENCE_SECONDS) -> None:
    """Reload until ``text`` is on the page: events take a moment from one service to the next."""
    until = time.monotonic() + seconds
    while page.get_by_text(text).count() == 0:
        assert time.monotonic() < until, f"'{text}' did not come to {page.url}"
        page.wait_for_timeout(250)
        page.reload()
