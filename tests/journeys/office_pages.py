"""The pages of the office's day, beside those of the whole line: each is opened and looked at."""

from playwright.sync_api import Page

from tests.journeys.looking import looks_right, screenshot, sign_in_as, sign_out

MANAGER, POLICE = "Morgan Testerley", "Kim Stagehand"
# The path, and the name of its picture in the guide where it has one.
OFFICE: tuple[tuple[str, str], ...] = (
    ("/notifications/board", "board"),
    ("/notifications/board?stage=gathering", ""),
    ("/notifications/cases", ""),
    ("/notifications/triage", "inbox"),
    ("/notifications/links", ""),
    ("/notifications/transfers", ""),
    ("/notifications/merges", ""),
    ("/notifications/agencies", ""),
    ("/notifications/messages", ""),
    ("/notifications/families", ""),
    ("/notifications/clusters", ""),
    ("/notifications/care-plan-addresses", ""),
    ("/notifications/timeliness", "timeliness"),
    ("/notifications/national", ""),
    ("/notifications/import", ""),
    ("/", ""),
    ("/themes/statistics", ""),
    ("/themes/scorecard", ""),
    ("/themes/releases", ""),
    ("/themes/releases/new", ""),
    ("/themes/releases/S-0001", ""),
    ("/themes/charts/categories", ""),
    ("/themes/signals", ""),
    ("/themes/signals/chance", ""),
    ("/themes/clients", ""),
    ("/themes/clients/new", ""),
    ("/themes/dictionary", ""),
    ("/themes/reports", ""),
    ("/themes/data-quality", ""),
    ("/themes/tables?rows=age_band&columns=sex&period=2021-22..2025-26", ""),
    ("/themes/tables?rows=age_band&columns=area&period=2021-22..2025-26&measure=rate&make=1", ""),
    ("/themes/tables/asked", ""),
)


def the_manager_goes_through_the_office(page: Page) -> None:
    """Every list of the office, then every page of the case at the top of the board."""
    sign_in_as(page, MANAGER)
    for path, picture in OFFICE:
        _look(page, path, picture)
    page.goto("/notifications/board")
    _look(page, _address(page, "main tbody a, main .cdr-board a"), "")
    sections = [link.get_attribute("href") or "" for link in page.locator(".cdr-case-navigation a").all()]
    assert len(sections) > 8, "the navigation of a case has lost its pages"
    for section in sections:
        _look(page, section, "case" if section == sections[0] else "")
    sign_out(page)


def the_police_ask_about_an_address(page: Page) -> None:
    sign_in_as(page, POLICE)
    _look(page, "/notifications/care-plan-question", "")


def _look(page: Page, path: str, picture: str) -> None:
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200, f"{path} answers {answer.status}"
    looks_right(page)
    if picture:
        screenshot(page, picture)


def _address(page: Page, where: str) -> str:
    return page.locator(where).first.get_attribute("href") or ""
