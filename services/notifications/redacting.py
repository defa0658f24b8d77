"""What ``cdop redact`` does: de-identifies the texts of JSON lines, one answer a line.

In:  {"id", "text", "known": {"child": {"given_names", "family_name", "also_known_as", "date_of_birth",
     "nhs_number"}, "people": [{"name", "role"}], "places": [..], "organisations": [..], "reference_date"}};
     every part of ``known`` may be missing, null or empty. ``reference_date``: the day of the death or event.
Out: {"id", "text", "hits": [{"start", "end", "kind", "replacement"}], "withheld": false}. ``start`` and
     ``end`` are characters of the text as given: put in from the last to the first, the replacements give
     ``text``. ``kind`` is a rule of ``domain/redaction/rules.py``.

A line that cannot be de-identified for certain, and a line that is no JSON, answers with an empty text,
``"withheld": true`` and a ``reason`` that quotes nothing; so does a line too long to be kept.
The lines after it go on, and the exit status is 0.
"""

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, TextIO

from services.notifications.domain.redaction import CaseDates, KnownNames, Redacted, Withheld, redact
from services.notifications.domain.redaction.composing import Reading
from services.notifications.domain.redaction.known_reading import known_from
from services.notifications.domain.redaction.reading import reading_of
from services.notifications.domain.redaction.result import Unreadable

PIECE = 65_536  # characters
LONGEST_LINE = (
    8_000_000  # characters: a text of the longest length with every character escaped is shorter by far
)


def redact_lines(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line for each line that is not blank, in the same order."""
    for line in lines:
        if len(line) > LONGEST_LINE:
            yield json.dumps(_withheld(None, "this line is too long to be read"))
        elif line.strip():
            yield json.dumps(_answer(line.lstrip("\ufeff")))


def lines_of(stream: TextIO) -> Iterator[str]:
    """The lines of a stream, of which no more than the longest line is ever kept: of a longer one the
    beginning comes, too long for `redact_lines`, and the rest of it is read in pieces and dropped.
    """
    while line := stream.readline(LONGEST_LINE + 1):
        yield line
        if len(line) > LONGEST_LINE and not line.endswith("\n"):
            _drop_rest(stream)


def _drop_rest(stream: TextIO) -> None:
    while (piece := stream.readline(PIECE)) and not piece.endswith("\n"):
        pass


def _answer(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        return _withheld(None, "this line is not JSON")
    if not isinstance(record, dict):
        return _withheld(None, "this line is not a JSON object with an id and a text")
    try:
        return redact_record(record)
    except Exception:  # whatever it is, the text must not get through, nor stop the lines after it
        return _withheld(record.get("id"), "it could not be checked for identifying details")


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


def redact_record(record: dict[str, Any]) -> dict[str, Any]:
    """The answer to one record; see the module."""
    text = record.get("text")
    if not isinstance(text, str):
        return _withheld(record.get("id"), "there is no text" if text is None else "the text is not a string")
    try:
        known, dates = _known(json.dumps(record.get("known"), sort_keys=True))
    except Unreadable as unreadable:
        return _withheld(record.get("id"), str(unreadable))
    result = redact(text, known, dates)
    if isinstance(result, Withheld):
        return _withheld(record.get("id"), result.reason)
    return {"id": record.get("id")} | _as_given(text, result)


@lru_cache(maxsize=64)
def _known(written: str) -> tuple[KnownNames, CaseDates]:
    """What is known of a case is read once for all its texts, which mostly follow each other."""
    return known_from(json.loads(written))


def _as_given(text: str, result: Redacted) -> dict[str, Any]:
    """The result told in characters of the text as given, before invisible characters were dropped."""
    reading = Reading(text, None) if result.source == text else reading_of(text)
    pieces: list[str] = []
    hits: list[dict[str, Any]] = []
    at = 0
    for hit in result.hits:
        start, end = reading.given(hit.start, hit.end)
        pieces += text[at:start], hit.replacement
        hits.append({"start": start, "end": end, "kind": hit.rule, "replacement": hit.replacement})
        at = end
    return {"text": "".join([*pieces, text[at:]]), "hits": hits, "withheld": False}


def _withheld(given_id: object, reason: str) -> dict[str, Any]:
    return {"id": given_id, "text": "", "hits": [], "withheld": True, "reason": reason}
