"""A line of JSON as the commands are sent it: an object, or what is wrong with it in words."""

import json
import re
from typing import Any, NoReturn

# JSON can name half of a character alone, which is no text; one mark for each keeps the offsets.
_HALVES = re.compile("[\ud800-\udfff]")
#: What some programs write before the first line of a file.
_BYTE_ORDER_MARK = "\ufeff"


class LineFault(ValueError):
    """What is wrong with a line, as it is told after the line's number."""


def object_sent(line: str) -> dict[str, Any]:
    """Raises LineFault. NaN and Infinity, which Python would take, are no JSON and could not be answered."""
    try:
        given = json.loads(line.lstrip(_BYTE_ORDER_MARK), parse_constant=_refused)
    except (ValueError, RecursionError):
        raise LineFault("This line is not JSON.") from None
    if not isinstance(given, dict):
        raise LineFault("This line is not a JSON object with an id and a text.")
    return given


def text_faults(given: dict[str, Any]) -> list[str]:
    text = given.get("text")
    if isinstance(text, str):
        return []
    return ["There is no text." if text is None else "The text is not a string."]


def whole_characters(text: str) -> str:
    return _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


def _refused(constant: str) -> NoReturn:
    raise ValueError(constant)
