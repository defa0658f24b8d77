"""Tables of packs and reports on paper: a short one stands on one page, a long one says its heads again."""

from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from services.theming.domain.printed_blocks import paragraph, table
from services.theming.printing.typeset import typeset

AT = datetime(2026, 11, 22, tzinfo=UTC)


def pages_with(rows: int, lines_before: int) -> list[int]:
    """The pages on which a row of a table stands, after so many lines of text."""
    counted = [(f"Row {number:02d}", str(number)) for number in range(rows)]
    blocks = [
        *(paragraph("A line before") for _ in range(lines_before)),
        table("Deaths notified", ("What", "Number"), counted, (3, 1)),
    ]
    pdf = typeset("Report", blocks, standing="Draft", at=AT)
    texts = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    return [number for number, text in enumerate(texts) if "Row " in text]


def test_a_short_table_is_never_parted_so_that_no_last_row_stands_alone() -> None:
    assert [len(pages_with(8, before)) for before in range(8, 34)] == [1] * 26


def test_a_long_table_goes_on_overleaf() -> None:
    assert len(pages_with(40, 10)) > 1
