"""The reader of PDFs finds what is active in them, so that one without it says something."""

from collections.abc import Callable
from pathlib import Path

import pytest

from services.panel.printing.typeset import typeset as panel_typeset
from tests.active_content import active_content_in
from tests.unit.notifications.some_documents import a_pdf, with_action, with_attachment, with_script


@pytest.mark.parametrize(
    "made", [with_script, with_attachment, lambda: with_action("/Launch"), lambda: with_action("/SubmitForm")]
)
def test_what_is_active_is_found(made: Callable[[], bytes], tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(made())
    assert active_content_in(file)


def test_plain_pages_have_none(tmp_path: Path) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(a_pdf("one", "two"))
    assert active_content_in(file) == []


def test_what_a_person_wrote_stays_text_in_a_printed_pdf(tmp_path: Path) -> None:
    from datetime import UTC, datetime

    hostile = '#link("javascript:go()")[x] /JavaScript (go) #read("/etc/passwd") </script>'
    made = panel_typeset(hostile, [], reader=hostile, at=datetime(2026, 6, 15, 10, 30, tzinfo=UTC))
    file = tmp_path / "a.pdf"
    file.write_bytes(made)
    assert active_content_in(file) == []
