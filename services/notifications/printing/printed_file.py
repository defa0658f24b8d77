"""Words made a tagged PDF/UA-1 with Typst: identical bytes from identical words."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from shared.printed_text import printable

STANDARD: Final = "ua-1"


def printed_file(template: Path, given: Any, at: datetime) -> bytes:
    """The PDF of JSON-ready words. Only fonts inside Typst are used, and no network."""
    # Here and not above: a process that serves pages may never print anything.
    import typst

    made = typst.compile(
        template,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(_printable(given))},
        pdf_standards=STANDARD,
        timestamp=int(at.timestamp()),
    )
    return bytes(made)


def _printable(given: Any) -> Any:
    if isinstance(given, str):
        return printable(given)
    if isinstance(given, dict):
        return {name: _printable(each) for name, each in given.items()}
    return [_printable(each) for each in given] if isinstance(given, list | tuple) else given
