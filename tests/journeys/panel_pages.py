"""The pages of a panel's work beside those of the whole line, opened by the words a person would choose."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.journeys.looking import looks_right, screenshot, sign_in_as, sign_out

MANAGER, MEMBER = "Morgan Testerley", "Sam Demoson"
MOST_CLICKS_TO_THE_BUNDLE = 3
TALLEST_CONTENTS = 1500  # px from the top of a bundle to the end of its list of papers, at 360 px


def a_newcomer_finds_the_bundle(page: Page) -> None:
    """From signing in to the papers, then to the form for an interest: words alone show the way."""
    sign_in_as(page, MEMBER)
    for clicked, words in enumerate(("Meetings", "See your cases and their bundles", "read the bundle"), 1):
        page.get_by_role("link", name=re.compile(words)).first.click()
        assert clicked <= MOST_CLICKS_TO_THE_BUNDLE
    expect(page.get_by_role("heading", name="Contents")).to_be_visible()
    looks_right(page)
    page.set_viewport_size({"width": 360, "height": 900})
    papers = page.locator("nav[aria-labelledby=contents]").bounding_box()
    assert papers is not None
    assert papers["y"] + papers["height"] < TALLEST_CONTENTS, "the papers stand too far down"
    _look(page, "Ratings", "ratings")
    page.get_by_role("link", name="Bundle", exact=True).click()
    page.get_by_role("link", name="declare an interest").click()
    expect(page.get_by_role("button", name="Declare the interest")).to_be_visible()
    looks_right(page)
    sign_out(page)


def the_manager_prepares_and_keeps_minutes(page: Page) -> None:
    """The agenda builder of the next meeting; who was out of the room and the minutes of the last."""
    sign_in_as(page, MANAGER)
    page.goto("/panel/meetings")
    _with_several_cases(_table(page, "Meetings to come")).get_by_role("link").first.click()
    meeting = page.url
    _look(page, "Put cases on the agenda", "")
    page.goto(meeting)
    _look(page, "Change the order of the whole agenda", "")
    page.goto("/panel/meetings")
    _table(page, "Past meetings").get_by_role("link").first.click()
    meeting = page.url
    _look(page, "Out of the room", "room")
    page.goto(meeting)
    _look(page, "Minutes", "minutes")
    sign_out(page)


def _table(page: Page, caption: str) -> Locator:
    return page.get_by_role("table", name=caption)


def _with_several_cases(meetings: Locator) -> Locator:
    """Meetings of other panels, and those that other stories plan, may have one case or none."""
    return meetings.get_by_role("row").filter(has_text=re.compile(r"Cases\s*([2-9]|\d{2,})\b")).first


def _look(page: Page, words: str, picture: str) -> None:
    page.get_by_role("link", name=re.compile(words)).or_(
        page.get_by_role("button", name=re.compile(words))
    ).first.click()
    looks_right(page)
    if picture:
        screenshot(page, picture)
