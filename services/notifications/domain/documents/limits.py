"""How large a document may be: data, with its version and where it comes from."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class DocumentLimits:
    """Bytes as they are sent and once unpacked; pages or frames; pixels of one page; letters of text."""

    version: str
    starts_on: date
    source: str
    most_bytes: int
    most_pages: int
    most_pixels: int
    most_unpacked_bytes: int
    most_parts: int
    most_text: int
    most_for_a_case: int
    most_at_once: int


# A photograph of a telephone, a scan of 300 pages and a long letter are below it; a film is not.
LIMITS = DocumentLimits(
    version="2026-11",
    starts_on=date(2026, 11, 1),
    source="Local; what a web browser sends in one go (CDOP_MAX_REQUEST_BYTES) bounds it as well",
    most_bytes=8_000_000,
    most_pages=300,
    most_pixels=50_000_000,
    most_unpacked_bytes=60_000_000,
    most_parts=2_000,
    most_text=1_000_000,
    most_for_a_case=60,
    most_at_once=5,
)
# What is looked for in a document. It is written down with each, so that an older check can be told.
CHECKS_VERSION = "2026-11"
