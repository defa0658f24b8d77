"""Pages as the browser prints them, with the stylesheet as it is built."""

from datetime import UTC, datetime
from io import BytesIO
from unicodedata import normalize

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from shared.web.assets import BUILD
from shared.web.rendering import environment


def printed(browser: Browser, body: str) -> list[str]:
    """The text of each sheet of A4."""
    page = browser.new_page()
    style = (BUILD / "style.css").read_text(encoding="utf-8")
    page.set_content(f"<!doctype html><html lang=en><style>{style}</style><main>{body}</main></html>")
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages]
    page.close()
    return [normalize("NFKC", sheet) for sheet in sheets]  # "fi" is one sign on paper


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


def test_each_sheet_of_a_bundle_says_at_top_and_foot_whose_it_is_and_no_line_is_beneath_it(
    browser: Browser,
) -> None:
    parts = environment().get_template("parts.html").make_module({})
    at = datetime(2026, 6, 15, 10, 30, tzinfo=UTC)
    mark = parts.printed_mark("LLR-2026-0107", "Sam Demoson", at)
    lines = "".join(f"<p>Line {number}.</p>" for number in range(120))
    table = "".join(f"<tr><td>Row {number}.</td></tr>" for number in range(80))
    sheets = printed(browser, f"{mark}{lines}<table>{table}</table>")
    said = (
        "Confidential. Case LLR-2026-0107. Printed by Sam Demoson from a page opened 15 June 2026, 11:30 am."
    )
    assert len(sheets) > 3
    for sheet in sheets:
        assert sheet.count(said) == 2
    every = [line.strip() for sheet in sheets for line in sheet.splitlines()]
    assert [line for line in every if line.startswith("Line")] == [f"Line {number}." for number in range(120)]
    assert [line for line in every if line.startswith("Row")] == [f"Row {number}." for number in range(80)]
    page = browser.new_page()
    style = (BUILD / "style.css").read_text(encoding="utf-8")
    page.set_content(f"<!doctype html><html lang=en><style>{style}</style><main>{mark}{lines}</main></html>")
    assert not page.get_by_text("Confidential.").first.is_visible(), "it is for paper alone"
    page.emulate_media(media="print")
    room = page.evaluate("parseFloat(getComputedStyle(document.body).paddingTop)")
    tallest = page.evaluate("document.querySelector('.cdr-printed-mark').getBoundingClientRect().height")
    assert room > tallest, "a sheet keeps the room for it free"
    page.close()


def test_what_is_folded_is_printed_with_its_text(browser: Browser) -> None:
    details = '{% import "parts.html" as parts %}{% call parts.details("Often wrong (1)") %}'
    folded = environment().from_string(details + "<p>Its own words.</p>{% endcall %}").render()
    assert " open" not in folded
    [sheet] = printed(browser, f"<p>Before.</p>{folded}")
    assert "Often wrong (1)" in sheet
    assert "Its own words." in sheet
