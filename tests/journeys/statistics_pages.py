"""The pages of the statistics as public health uses them, found from the first page, also with keys alone."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.looking import looks_right, sign_in_as

ANALYST = "Drew"
TABLE = "rows=age_band&columns=sex&period=2024-25..2025-26&basis=notified"
PAGES = (
    "/",
    "/themes/statistics",
    f"/themes/tables?{TABLE}",
    f"/themes/tables?{TABLE}&make=1",
    f"/themes/tables?{TABLE}&filter=sex%3Dshoe&policy=mine",
    "/themes/tables/asked",
    "/themes/releases",
    f"/themes/releases/new?{TABLE}",
    "/themes/releases/S-0001",
    "/themes/charts/timeliness",
    "/themes/charts/categories",
    "/themes/charts/funnel",
    "/themes/signals",
    "/themes/signals/chance",
    "/themes/signals/series/all/extract",
    "/themes/data-quality",
    "/themes/dictionary",
    "/themes/packs",
    "/themes/reports",
)
FOUND_FROM_THE_FIRST_PAGE = ("Tables", "Charts", "Releases of statistics", "Reports", "Data dictionary")


def the_analyst_looks_at_everything(page: Page, *, javascript: bool) -> None:
    sign_in_as(page, ANALYST)
    for path in PAGES:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status in _answers(path), f"{path} answers {answer.status}"
        looks_right(page, axe=javascript)
        assert re.search(r"LLR-\d{4}", page.content()) is None, f"{path} names a case"


def _answers(path: str) -> tuple[int, ...]:
    """A table of few cases can be refused, on a page that has to read as well."""
    if "policy=mine" in path:
        return (422,)
    return (200, 409) if "make=1" in path else (200,)


def a_table_is_made_with_the_keyboard_alone(page: Page) -> None:
    """From the first page; the form keeps what was asked, also years that its list does not offer."""
    sign_in_as(page, ANALYST)
    page.goto("/")
    for name in FOUND_FROM_THE_FIRST_PAGE:
        expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    page.get_by_role("link", name="Tables", exact=True).press("Enter")
    page.get_by_label("Rows").press("S")
    page.get_by_role("button", name="Make the table").press("Enter")
    page.wait_for_url(re.compile("rows=sex.*make=1"))
    expect(page.get_by_label("Rows")).to_have_value("sex")
    page.goto(f"/themes/tables?{TABLE}")
    expect(page.get_by_label("Period")).to_have_value("2024-25..2025-26")
    expect(page.get_by_label("Rows")).to_have_value("age_band")
    # A table wider than its window scrolls within a region that the keyboard reaches.
    page.set_viewport_size({"width": 360, "height": 900})
    page.goto("/themes/data-quality")
    region = page.get_by_role("region", name="Notification", exact=True)
    region.focus()
    expect(region).to_be_focused()
