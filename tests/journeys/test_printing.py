"""Pages as the browser prints them, with the stylesheet as it is built."""

from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from shared.web.assets import BUILD


def printed(browser: Browser, body: str) -> list[str]:
    """The text of each sheet of A4."""
    page = browser.new_page()
    style = (BUILD / "style.css").read_text(encoding="utf-8")
    page.set_content(f"<!doctype html><html lang=en><style>{style}</style><main>{body}</main></html>")
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages]
    page.close()
    return sheets


@pytest.mark.parametrize("rows", [12, 60])
def test_a_table_begins_below_its_heading_and_goes_on_on_the_next_sheet(browser: Browser, rows: int) -> None:
    above = "<h1>Board report</h1>" + "".join(f"<p>Line {number}</p>" for number in range(10))
    cells = "".join(
        f'<tr class="nhsuk-table__row"><td class="nhsuk-table__cell">Row {number} of the table</td></tr>'
        for number in range(rows)
    )
    head = '<thead class="nhsuk-table__head"><tr><th class="nhsuk-table__header">Indicator</th></tr></thead>'
    table = f'<table class="nhsuk-table">{head}<tbody>{cells}</tbody></table>'
    sheets = printed(browser, f'{above}<h2>Figures</h2><p>Signs.</p><div class="cdr-scroll">{table}</div>')
    assert "Row 0 of the table" in sheets[0]
    assert "Figures" in sheets[0]
    assert all("Indicator" in sheet for sheet in sheets if "of the table" in sheet)


def test_a_heading_is_not_left_behind_by_its_table(browser: Browser) -> None:
    def part(lines: int) -> str:
        above = "".join("<p>A line</p>" for _ in range(lines))
        row = f"<table class='nhsuk-table'><tbody><tr><td>Row of {lines}.</td></tr></tbody></table>"
        begun = f"<h2>Figures {lines}.</h2><p>Signs.</p><div class='cdr-scroll'>{row}</div>"
        return f"<section style='break-before: page'>{above}{begun}</section>"

    sheets = printed(browser, "".join(part(lines) for lines in range(14, 26)))
    for lines in range(14, 26):
        [with_heading] = [sheet for sheet in sheets if f"Figures {lines}." in sheet]
        assert f"Row of {lines}." in with_heading
