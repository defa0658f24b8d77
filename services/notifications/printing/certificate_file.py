"""A certificate of disposal as a tagged PDF/UA-1 with Typst: identical bytes from identical words."""

import json
from pathlib import Path
from typing import Any, Final

from services.notifications.domain.retention.certificate import Certificate
from shared.printed_text import printable

TEMPLATE = Path(__file__).with_name("certificate.typ")
STANDARD: Final = "ua-1"


def certificate_file(certificate: Certificate) -> bytes:
    """The PDF. Only fonts inside Typst are used, and no network."""
    # Here and not above: a process that serves pages may never print anything.
    import typst

    given = {
        "title": certificate.title,
        "standing": certificate.panel_name,
        "says": [*certificate.says, f"Digest of what is certified (SHA-256): {certificate.digest}"],
        "tables": [
            {"caption": each.caption, "head": each.head, "rows": each.rows, "widths": each.widths}
            for each in certificate.tables
        ],
    }
    made = typst.compile(
        TEMPLATE,
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"given": json.dumps(_printable(given))},
        pdf_standards=STANDARD,
        timestamp=int(certificate.at.timestamp()),
    )
    return bytes(made)


def _printable(given: Any) -> Any:
    if isinstance(given, str):
        return printable(given)
    if isinstance(given, dict):
        return {name: _printable(each) for name, each in given.items()}
    return [_printable(each) for each in given] if isinstance(given, list | tuple) else given
