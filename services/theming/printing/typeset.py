"""Blocks to a tagged PDF/UA-1 with Typst: identical bytes from identical blocks and instant."""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from services.theming.domain.printed_blocks import Block
from shared.printed_text import printable

TEMPLATE = Path(__file__).with_name("printed.typ")
STANDARD: Final = "ua-1"
_PICTURES = ("svg", "narrow")


def typeset(title: str, blocks: Sequence[Block], *, standing: str, at: datetime) -> bytes:
    """The PDF. ``standing``: words at the head of every page; ``at`` (UTC) is the file's date.

    Only fonts inside Typst are used, and no network.
    """
    # Here and not above: a process that serves pages may never print anything.
    import typst

    given = {"title": title, "standing": standing, "blocks": list(blocks)}
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(_printable(given))},
        pdf_standards=STANDARD,
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF has."""
    from io import BytesIO

    from pypdf import PdfReader

    return len(PdfReader(BytesIO(pdf)).pages)


def _printable(given: Any) -> Any:
    """Every text with only what the fonts can show; what they cannot is named in words.

    A picture is markup and stays as it is.
    """
    if isinstance(given, str):
        return printable(given)
    if isinstance(given, dict):
        return {name: each if name in _PICTURES else _printable(each) for name, each in given.items()}
    return [_printable(each) for each in given] if isinstance(given, list) else given
