"""A release from who prepares it to the second person who releases it, and the pages around it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.looking import looks_right, sign_in_as
from tests.journeys.statistics_pages import (
    a_table_is_made_with_the_keyboard_alone,
    the_analyst_looks_at_everything,
)

MANAGER, ANALYST = "Morgan", "Drew"


def test_an_analyst_prepares_a_release_and_somebody_else_releases_it(visitor: Callable[..., Page]) -> None:
    analyst = visitor()
    sign_in_as(analyst, ANALYST)
    analyst.goto("/themes/releases")
    looks_right(analyst)
    analyst.get_by_role("button", name="Prepare a release").click()
    looks_right(analyst)
    analyst.get_by_label("Title").fill("Deaths reviewed, by sex")
    analyst.get_by_label("What it is for").fill("For the needs assessment")
    analyst.get_by_label("Rows").select_option("sex")
    analyst.get_by_label("Period").select_option(index=1)
    analyst.get_by_role("button", name="Put it together").click()
    expect(analyst.get_by_role("heading", name="Table 1: Deaths reviewed by sex")).to_be_visible()
    looks_right(analyst)
    analyst.get_by_role("button", name="Put it forward").click()
    expect(analyst.get_by_text("Somebody else in the office reads and releases it.")).to_be_visible()
    manager = visitor()
    sign_in_as(manager, MANAGER)
    manager.goto(analyst.url)
    manager.get_by_role("button", name="I have read it: release it").click()
    expect(manager.get_by_text("Released by Morgan")).to_be_visible()
    looks_right(manager)
    manager.get_by_role("button", name="Make the files again and compare").click()
    expect(manager.get_by_text("The same bytes").first).to_be_visible()
    looks_right(manager)


@pytest.mark.parametrize("javascript", [True, False], ids=["with_javascript", "without_javascript"])
def test_every_page_of_the_statistics_reads_well(visitor: Callable[..., Page], javascript: bool) -> None:
    the_analyst_looks_at_everything(visitor(javascript=javascript), javascript=javascript)


def test_a_table_is_found_and_made_with_the_keyboard_alone(visitor: Callable[..., Page]) -> None:
    a_table_is_made_with_the_keyboard_alone(visitor())
