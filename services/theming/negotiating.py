"""Which kind of file a program would rather have (RFC 9110, 12.5.1)."""

import re

from shared.spreadsheet_files import MEDIA

KINDS = {"application/json": "json", "text/csv": "csv", MEDIA["ods"]: "ods", MEDIA["xlsx"]: "xlsx"}
_QUALITY = re.compile(r";\s*q=([01](?:\.\d{0,3})?)\s*(?:;|$)")


def preferred_kind(accept: str) -> str:
    """Of what the header names the most wanted, of equals the first; JSON where it names none of ours."""
    named = [(_kind(part), _wanted(part)) for part in accept.lower().split(",")]
    offered = [each for each in named if each[0] and each[1] > 0]
    return max(offered, key=lambda each: each[1])[0] if offered else "json"


def _kind(part: str) -> str:
    media = part.split(";")[0].strip()
    return "json" if media in ("*/*", "application/*") else KINDS.get(media, "")


def _wanted(part: str) -> float:
    """The quality of one type of an Accept header, 0 to 1; 1 where it says none that can be read."""
    quality = _QUALITY.search(part)
    return float(quality[1]) if quality else 1.0
