"""A certificate of disposal as a PDF."""

from pathlib import Path

from services.notifications.domain.retention.certificate import Certificate
from services.notifications.printing.printed_file import printed_file

TEMPLATE = Path(__file__).with_name("certificate.typ")


def certificate_file(certificate: Certificate) -> bytes:
    given = {
        "title": certificate.title,
        "standing": certificate.panel_name,
        "says": [*certificate.says, f"Digest of what is certified (SHA-256): {certificate.digest}"],
        "tables": [
            {"caption": each.caption, "head": each.head, "rows": each.rows, "widths": each.widths}
            for each in certificate.tables
        ],
    }
    return printed_file(TEMPLATE, given, certificate.at)
