"""A line sent to be compared: what is right in it, and what is wrong."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# JSON can name half of a character alone, which is no text.
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Sent:
    """A line in its place. ``themes`` is None where the text itself is to be read for them; ``error`` says
    what is wrong with the line, and nothing is compared with it.
    """

    id: object
    text: str = ""
    age_band: str = ""
    themes: tuple[str, ...] | None = None
    error: str = ""


def sent(lines: Iterable[str]) -> Iterator[Sent]:
    """Each line that is not blank, in order."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read(number, line)


def _read(number: int, line: str) -> Sent:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return _wrong(None, number, "This line is not JSON.")
    if not isinstance(given, dict):
        return _wrong(None, number, "This line is not a JSON object with an id and a text.")
    id, text, age, themes = (given.get(name) for name in ("id", "text", "age_band", "themes"))
    faults = [
        fault
        for fault, wrong in (
            ("There is no id.", id is None),
            ("There is no text.", text is None),
            ("The text is not a string.", text is not None and not isinstance(text, str)),
            ("The age_band is not a string.", age is not None and not isinstance(age, str)),
            ("The themes are not a list of strings.", themes is not None and not _strings(themes)),
        )
        if wrong
    ]
    if faults or not isinstance(text, str):
        return _wrong(id, number, " ".join(faults))
    return Sent(id, _HALVES.sub("\N{REPLACEMENT CHARACTER}", text), age or "", _themes(themes))


def _themes(given: object) -> tuple[str, ...] | None:
    return tuple(dict.fromkeys(map(str, given))) if isinstance(given, list) else None


def _strings(given: object) -> bool:
    return isinstance(given, list) and all(isinstance(each, str) for each in given)


def _wrong(id: object, number: int, because: str) -> Sent:
    return Sent(id, error=f"Line {number}: {because}")
