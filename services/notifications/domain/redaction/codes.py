"""Numbers and codes that nothing explains: five figures or more, or letters and figures in one, that are no
measure, time, date or code of medicine, are a reference. Fails closed: what the tables of `measures.toml` do
not explain goes.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from .reading import Words, fold
from .replacing import Span
from .words import ABBREVIATIONS, ACRONYMS, is_ordinary

_TABLE = tomllib.loads(Path(__file__).with_name("measures.toml").read_text(encoding="utf-8"))
UNITS = frozenset(_TABLE["units"].split())
MEASURED = frozenset(_TABLE["measured"].split())
COUNTED = frozenset(_TABLE["counted"].split())
EMERGENCY = frozenset(_TABLE["emergency"].split())
_CODES = re.compile("|".join(f"(?:{code})" for code in _TABLE["codes"]))

LEAST_ALONE = 5  # figures of a number that stands alone
LEAST_WITH_LETTERS = 4  # figures of a code with letters
_RUN = re.compile(r"\d[^\s,;|=()\[\]\"<>]{2,}|(?<=/)\d{1,3}(?!\S)")
_EDGES = ".'’?!:*_-/&+~£$€#"
_PIECE = re.compile(r"[^:+,]+")
_AMOUNT = re.compile(r"(?P<number>\d+(?:[.,]\d+)*)(?P<unit>[a-z%]+(?:/[a-z\d.]+)*)")
_ZEROS = re.compile(r"0\d\d")  # as no amount begins: "0100HZ"
_DECIMAL = re.compile(r"\d+\.\d+|\d{1,3}(?:\.\d{1,2}){2}")
_TIMES = re.compile(r"\d{1,4}(?:[.]\d\d)?(?:hrs?|h|am|pm|z)?(?:-\d{1,4}(?:[.]\d\d)?(?:hrs?|h|am|pm|z)?)?")
_SHARES = re.compile(r"\d{1,3}(?:[/x-]\d{1,3}){1,3}[a-z%]{0,3}|[1-9]\d{0,3}-[1-9]\d{0,3}")
_WORD_BEFORE = re.compile(r"([^\W_][\w'’-]*)[\s:#.(=-]*$")
_LABEL = re.compile(r"(?<![\w-])([A-Z]{2,7})[\s:#-]{1,2}$")
_EXPLAINED = ABBREVIATIONS | ACRONYMS | MEASURED | UNITS | frozenset(_TABLE["labels"].split())
_DATE = re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{2,4}")
_STAMP = re.compile(r"\d{4}-\d\d-\d\dt\d\d(?:\d\d)?")  # a date, which is told, and the hour behind it
_NUMBER_LABEL = re.compile(r"\b(?:no|nos|number|num|ref|reference|serial|id)\b[.:#\s]*$")
_COUNTED_BEFORE = re.compile(r"([a-z]+)\s+(?:no|number|num)\b[.:#\s]*$")
_WORD_AFTER = re.compile(r"\s?([a-z%£][a-z0-9/%]*)")
_SHORT_UNITS = frozenset("glmhuz%")  # that follow a number of four figures: but "code 4418C"
_INITIAL_AND_NAME = re.compile(r"(?<!\w)[A-Z]\.?\s[A-Z][A-Za-z'’-]+\s$")
_MONEY = frozenset("£$€")
_CLOCK = re.compile(r"(?:[01]\d|2[0-4])[0-5]\d")
_YEAR = re.compile(r"(?:19|20)\d\d")


def codes_in(source: str, folded: str, words: Words) -> Iterator[Span]:
    """Spans of such numbers and codes; `folded` with its figures set right."""
    until = 0
    for found in words.by_figures(_RUN, folded):
        start = found.start()
        while start > until and _belongs(folded[start - 1]):
            start -= 1
        until = found.end()
        for piece in _PIECE.finditer(folded, start, found.end()):
            begin, end = _trimmed(folded, *piece.span())
            if end - begin > 2 and _identifies(source, folded, begin, end):
                yield _span(source, folded, begin, end)


def _belongs(character: str) -> bool:
    return character.isalnum() or character in "-/.*_#"


def _trimmed(folded: str, start: int, end: int) -> tuple[int, int]:
    while start < end and folded[start] in _EDGES:
        start += 1
    while end > start and folded[end - 1] in _EDGES:
        end -= 1
    return start, end


def _span(source: str, folded: str, start: int, end: int) -> Span:
    """With the letters before it, if they are no word and shorten none: "HPZ 884120"."""
    if _is_label(source, start):
        before = _LABEL.search(source, max(0, start - 16), start)
        return Span(before.start(1) if before else start, end, "case_number", "[reference]")
    if folded[start:end].isdigit():
        return Span(start, end, "long_number", "[number]")
    return Span(start, end, "case_number", "[reference]")


def _identifies(source: str, folded: str, start: int, end: int) -> bool:
    piece = folded[start:end]
    figures = sum(map(str.isdigit, piece))
    if piece.isdigit():
        return _is_reference(source, folded, start, end)
    if figures == sum(map(str.isalnum, piece)):
        return _is_joined_number(source, folded, start, end, figures)
    return figures >= LEAST_WITH_LETTERS and not _STAMP.fullmatch(piece) and not _is_explained(piece)


def _is_reference(source: str, folded: str, start: int, end: int) -> bool:
    """Of a number alone."""
    number, length = folded[start:end], end - start
    if length > 6:
        return True
    if folded[start - 1 : start] in _MONEY or (length < LEAST_ALONE and number in EMERGENCY):
        return False
    if _is_measured(folded, start, end):
        return False
    if length >= LEAST_ALONE:
        return number not in EMERGENCY and not number.endswith("000")
    return _is_numbered(folded, start) or (length == 4 and _follows_a_name(source, start, number))


def _is_measured(folded: str, start: int, end: int) -> bool:
    after = _WORD_AFTER.match(folded, end)
    if after and (after.group(1) in UNITS or after.group(1).split("/")[0] in UNITS):
        return True
    before = _WORD_BEFORE.search(folded, max(0, start - 24), start)
    return before is not None and before.group(1) in MEASURED


def _is_numbered(folded: str, start: int) -> bool:
    """ "Entry no. 188", but not "ward number 110"."""
    before = folded[max(0, start - 28) : start]
    counted = _COUNTED_BEFORE.search(before)
    return _NUMBER_LABEL.search(before) is not None and not (counted and counted.group(1) in COUNTED)


def _follows_a_name(source: str, start: int, number: str) -> bool:
    """ "J Lane 4406", "LAA 3381": four figures that are no time and no year, after a name or a label."""
    if _CLOCK.fullmatch(number) or _YEAR.fullmatch(number):
        return False
    before = _WORD_BEFORE.search(source, max(0, start - 24), start)
    if before is None or not before.group(1)[0].isupper():
        return False
    return (
        not tells_what(fold(before.group(1)))
        or _INITIAL_AND_NAME.search(source, max(0, start - 30), start) is not None
    )


def _is_joined_number(source: str, folded: str, start: int, end: int, figures: int) -> bool:
    """Of figures with marks between them: "26/004417", but no range, score, decimal or time."""
    piece = folded[start:end]
    if figures < LEAST_ALONE or _DECIMAL.fullmatch(piece) or _DATE.fullmatch(piece):
        return False
    if not _SHARES.fullmatch(piece):
        return True
    return figures > LEAST_ALONE and _is_label(source, start) and not _is_measured(folded, start, end)


def _is_label(source: str, start: int) -> bool:
    """Capitals that shorten no word of medicine: "KPD 119-403"."""
    before = _LABEL.search(source, max(0, start - 16), start)
    if before is None:
        return False
    return not tells_what(fold(before.group(1)))


def tells_what(word: str) -> bool:
    """Whether letters before a number say what it is, and identify nobody: "MRN", "GCS", "ADVISOR"."""
    return word in _EXPLAINED or is_ordinary(word)


def _is_explained(piece: str) -> bool:
    """An amount with its unit, a time, or a code of medicine."""
    amount = _AMOUNT.fullmatch(piece)
    if amount and amount["unit"].split("/")[0] in UNITS and not _ZEROS.match(amount["number"]):
        return len(amount["unit"]) > 1 or amount["unit"] in _SHORT_UNITS or len(amount["number"]) < 4
    return (
        _TIMES.fullmatch(piece) is not None
        or _SHARES.fullmatch(piece) is not None
        or _CODES.fullmatch(piece) is not None
    )
