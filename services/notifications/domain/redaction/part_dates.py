# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""A year alone ("since 2022"), years together ("2024-25"), and quarters."""

import re
from collections.abc import Iterator, Mapping

from .date_wording import year_span
from .months import CITED, LEADS
from .names import CaseDates
from .reading import Words, fold
from .replacing import Span

_YEAR = re.compile(
    r"(?P<year>(?:19[3-9]|20[0-4])\d)(?P<more>\s?(?:-|to|and|/|or)\s?(?:20[0-4]\d|\d\d)(?![\d/-]|[.:]\d))?(?![\w/%£-]|[.,:]\d)"
    r"(?!\s?(?:hrs|hours|h\b|mls?\b|mg\b|mcg\b|g\b|kg\b|kcal|units?\b|iu\b|metres|m\b|steps|calls|people|children|deaths|cases|grams|times|am\b|pm\b|guid|standards|act\b|regulations))"
)
_SHORT_YEAR = re.compile(r"'\d\d\b(?!')")
_BEFORE_SHORT_YEAR = re.compile(
    r"\b(?:in|since|of|until|from|before|after|during|early|late|summer|winter|spring|autumn|christmas)\s+(?:of\s+)?$"
)
_DECADE = re.compile(r"(?:19[3-9]|20[0-4])0'?s(?!\w)")
_QUARTER = re.compile(
    r"\bq[1-4]\s?(?:of\s|,\s)?(?:'?\d\d(?:\d\d)?|(?:19|20)\d\d(?:/\d\d)?)\b"
    r"|\b(?:first|second|third|fourth|last)\s(?:quarter|half|term)\sof\s(?:(?:19|20)\d\d(?:[/-]\d\d)?|the year)"
)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[\s,.(]*$")
_LISTED = re.compile(r"(?:[,(]\s?|(?:^|\n)\s*)$")
# "| Haf 2022 |": a word and a year that fill a cell.
_IN_A_CELL = re.compile(r"(?:^|[|\t\n])\s?[^\W\d_]{2,12}\s$")
_CELL_ENDS = re.compile(r"\s?[|\t]")
_ENDS = re.compile(r"\s*(?:$|[.,;:)|\n–-])")


def years_in(
    source: str, folded: str, words: Words, signs: Mapping[str, list[int]], dates: CaseDates
) -> Iterator[Span]:
    """Spans of years that tell when something was; the year of an Act or a guideline does not."""
    for found in words.by_figures(_YEAR, folded):
        start = found.start()
        if folded[start - 1 : start].isalnum() or folded[start - 1 : start] in set("/.-:£+"):
            continue
        if _tells_when(source, folded, found):
            if found["more"]:
                yield Span(*found.span(), "date", "[years]")
            else:
                yield year_span(*found.span("year"), int(found["year"]), dates)
    for found in words.by_figures(_SHORT_YEAR, folded):
        if _BEFORE_SHORT_YEAR.search(folded, max(0, found.start() - 16), found.start()):
            yield Span(*found.span(), "date", "[year]")
    for found in words.by_figures(_DECADE, folded):
        if not folded[found.start() - 1 : found.start()].isalnum():
            yield Span(*found.span(), "date", "[decade]")
    for at in signs["quarter"]:
        for found in _QUARTER.finditer(folded, max(0, words[at].start - 8), words[at].end + 16):
            yield Span(*found.span(), "date", "[date]")


def _tells_when(source: str, folded: str, found: re.Match[str]) -> bool:
    before = folded[max(0, found.start() - 24) : found.start()]
    word = _WORD_BEFORE.search(before)
    said = fold(word.group(1)) if word else ""
    if said in CITED or said == "at":
        return False
    if found["more"] or said in LEADS:
        return True
    if _IN_A_CELL.search(before) and _CELL_ENDS.match(folded, found.end()):
        return True
    return _LISTED.search(before) is not None and _ENDS.match(folded, found.end()) is not None
