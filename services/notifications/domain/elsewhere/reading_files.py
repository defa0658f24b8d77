"""A file with the outcome of a review: JSON by field name, or CSV with names in the first column, answers in
the second.
"""

import csv
import io
import json

from shared.errors import Fault, Invalid

MOST_BYTES = 500_000
MOST_ROWS = 200


def fields_of(content: bytes) -> dict[str, str]:
    """The answers in a file by field name. Raises Invalid if it cannot be read."""
    if not content or len(content) > MOST_BYTES:
        raise _refused(f"Choose a file of at most {MOST_BYTES // 1000} kB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise _refused("This is not a JSON or CSV file")
    return _from_json(text) if text.lstrip().startswith("{") else _from_csv(text)


def _from_json(text: str) -> dict[str, str]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused("The file is not JSON that can be read") from None
    plain = {str(name): value for name, value in found.items() if not isinstance(value, dict | list)}
    if len(plain) < len(found):
        raise _refused("Each answer in the file should be one text")
    return {name: "" if value is None else str(value) for name, value in plain.items()}


def _from_csv(text: str) -> dict[str, str]:
    first = text.split("\n", 1)[0]
    separator = max((",", ";", "\t"), key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:
        raise _refused("The file is not CSV that can be read") from None
    pairs = [row for row in rows if any(cell.strip() for cell in row)]
    if len(pairs) > MOST_ROWS or any(len(row) < 2 for row in pairs):
        raise _refused("Each line should have the name of a field and its answer")
    return {row[0].strip(): row[1] for row in pairs if row[0].strip() not in ("", "field")}


def _refused(message: str) -> Invalid:
    return Invalid([Fault("file", message)])
