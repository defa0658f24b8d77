"""Filling in a page as a person does: by the names of its fields, opening what is folded."""

from datetime import date, datetime

from playwright.sync_api import Locator, Page, expect

Answer = str | date | datetime


def fill(page: Page, answers: dict[str, Answer]) -> None:
    """Type, choose or tick. A date goes into its three boxes, a datetime into four (London's clock)."""
    for name, answer in answers.items():
        if isinstance(answer, date):
            _fill_date(page, name, answer)
        else:
            _answer(page, name, answer)


def press(page: Page, label: str) -> None:
    """Press the button (or the link that looks like one) called ``label``."""
    page.get_by_role("button", name=label, exact=True).or_(
        page.get_by_role("link", name=label, exact=True)
    ).first.click()


def _fill_date(page: Page, name: str, answer: date) -> None:
    parts = {"day": answer.day, "month": answer.month, "year": answer.year}
    for part, number in parts.items():
        _answer(page, f"{name}-{part}", str(number))
    if isinstance(answer, datetime):
        _answer(page, f"{name}-time", f"{answer:%H:%M}")


def _answer(page: Page, name: str, answer: str) -> None:
    field = page.locator(f'[name="{name}"]:not([type="hidden"])')
    page.wait_for_load_state()
    _unfold(field.first)
    kind = field.first.evaluate("field => field.type")
    if kind in ("radio", "checkbox"):
        field.and_(page.locator(f'[value="{answer}"]')).check()
    elif kind.startswith("select"):
        field.select_option(answer)
    else:
        field.fill(answer)


def _unfold(field: Locator) -> None:
    """Open the folded part that a field is in, if it is still folded when the page has come."""
    folded = field.locator("xpath=ancestor::details[not(@open)]/summary").first
    expect(field.filter(visible=True).or_(folded).first).to_be_attached()
    if not field.is_visible():
        folded.click()
