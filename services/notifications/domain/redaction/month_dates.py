# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Dates with a month in letters, read outwards from the month: a day before or after it, a year, or neither."""

import re
from collections.abc import Iterator
from itertools import pairwise

from .date_wording import WEEKDAY, day_of, day_span, full_year, likely_year, likely_year_of, month_span
from .months import ALONE, ALSO_WORDS, FULL_NAMES, LEADS, MONTHS, NEED_A_YEAR, WEEKDAYS_ELSEWHERE
from .names import CaseDates
from .ordinals import ORDINAL, number_of
from .reading import Word
from .replacing import Span
from .surroundings import is_verb, no_capitals

_BEFORE, _AFTER = 70, 60  # characters in which the rest of a date stands
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_SUFFIX = r"(?:\s?(?:st|nd|rd|th|eg|fed|af|il|ydd|ed|e|er|o))?"
_AND = r"\s*(?:-|to|and|&|until|till|or|/|,|a|i|do|au)\s*"
_DAY_BEFORE = re.compile(
    rf"(?:(?<![\d/.:,]){DAY}{_SUFFIX}(?:\s+of\s+[a-z]{{3,9}})?{_AND}(?:the\s+)?){{0,3}}"
    rf"(?<![\d.:])(?P<day>{DAY})(?P<suffix>{_SUFFIX})[\s.,/\\_-]{{0,3}}(?:(?:day\s+)?(?:of|o|de|di|do)\s+)?(?:the\s+month\s+of\s+)?$"
)
_ORDINAL_BEFORE = re.compile(
    rf"\b(?:(?:{ORDINAL})\s+(?:and|to|or)\s+(?:the\s+)?)?(?P<ordinal>{ORDINAL}),?\s+(?:day\s+)?(?:of\s+)?$"
)
# Two figures are a year after a mark, or where the sentence pauses: not in "on 3 March 12 staff came".
_YEAR_AFTER = re.compile(
    r"(?:[\s.,/\\_-]{0,3}(?:of\s)?'?(?P<full>(?:19|20)\d\d)(?!\d|\s?(?:hrs|hours|h\b|mls?\b|mg\b))"
    r"|[\s.,/-]{0,2}(?P<short>'\d\d|(?<=[/.-])\d\d|(?<=[a-z])\d\d|(?<=\s)\d\d(?=\s*(?:[.,;:?)|-]|$|\n|(?:at|he|she|they|we|i|and|but|by|to|was|were|when|mum|dad)\b)))(?![\d%]|[.,:]\d))"
)
_NUMBER_WORDS = r"(?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty)"
_SPOKEN_YEAR = re.compile(
    rf",?\s+(?:twenty|nineteen|two\s+thousand)(?:\s+and)?(?:[\s-]{_NUMBER_WORDS}){{0,2}}\b"
)
_DAY_AFTER = re.compile(
    rf"[\s.,/-]{{0,2}}(?:the\s+)?(?:(?<!\d)(?P<day>{DAY})(?P<suffix>(?:st|nd|rd|th)?)(?:{_AND}(?:the\s+)?{DAY}(?:st|nd|rd|th)?)?(?![\da-z%]|[:.,]\d|\s?(?:am|pm|mg|mls?|kg|mcg|g)\b)|(?P<ordinal>{ORDINAL})(?!\w))"
)
# "Le 5 mai": an article or a weekday of that language before the day.
_ELSEWHERE_BEFORE = re.compile(
    rf"\b(?:le|el|il|pe|am|den|dnia|op|y|yr|em|dia|{'|'.join(WEEKDAYS_ELSEWHERE)}),?\s+(?:y\s|yr\s|den\s)?{DAY}{_SUFFIX}\s+(?:(?:o|de|di)\s)?$"
)
_LEAD_BEFORE = re.compile(r"([a-z]+)[\s-]+(?:the\s+)?$")
_DATE_LEAD = re.compile(
    rf"(?:\b(?:on|from|since|until|till|by|to|between|dated|the|night of|w/c|w/e|week of)|{WEEKDAY.rstrip()})\s+$|{WEEKDAY}$"
)
_GOES_ON = re.compile(r" [a-z]{2}")
_JOINS = re.compile(r"\s*(?:-|to|and|&|/|until|or)\s*")


def month_dates(
    source: str, folded: str, words: list[Word], positions: list[int], dates: CaseDates
) -> Iterator[Span]:
    """Spans of dates round the words at `positions`, each of which may be a month."""
    ends_with_year: list[tuple[int, int]] = []
    for at in positions:
        span = _date_at(folded, words[at], dates) or _month_alone(source, folded, words, at, dates)
        if span:
            ends_with_year.append((words[at].start, span.end))
            yield span
    for (start, end), (after, last) in pairwise(ends_with_year):
        if _JOINS.fullmatch(folded, end, after):  # "January and February 2025"
            yield month_span(folded, start, last, None, None, dates)


def _date_at(folded: str, word: Word, dates: CaseDates) -> Span | None:
    before = folded[max(0, word.start - _BEFORE) : word.start]
    year, end = _year_after(folded, word)
    if word.text in NEED_A_YEAR and end == word.end and not _ELSEWHERE_BEFORE.search(before):
        return None
    offset = word.start - len(before)
    day = _DAY_BEFORE.search(before) or _ORDINAL_BEFORE.search(before)
    if day and not (end == word.end and _is_said(folded, word, day, before)):
        return _told(folded, offset + day.start(), end, word, _number(day), year, dates)
    after = _DAY_AFTER.match(folded, word.end)
    if after:
        year, end = _year_from(folded, after.end())
    if after and not (
        _may_be_said(word) and end == after.end() and not after["suffix"] and not after["ordinal"]
    ):
        return _told(folded, word.start, end, word, _number(after), year, dates)
    if end > word.end:
        return month_span(folded, word.start, end, year, MONTHS[word.text], dates)
    return None


def _may_be_said(word: Word) -> bool:
    return word.shape == "lower" and word.text in {"may", "march", "mar"}


def _is_said(folded: str, word: Word, day: re.Match[str], before: str) -> bool:
    """ "3 may need": small letters, and the sentence goes on."""
    return (
        _may_be_said(word)
        and "day" in day.groupdict()
        and not day["suffix"].strip()
        and len(re.findall(r"\d+", day.group())) == 1
        and _DATE_LEAD.search(before[: day.start()]) is None
        and _GOES_ON.match(folded, word.end) is not None
    )


def _number(found: re.Match[str]) -> int:
    parts = found.groupdict()
    return int(parts["day"]) if parts.get("day") else number_of(parts["ordinal"])


def _told(
    folded: str, start: int, end: int, word: Word, day: int, year: int | None, dates: CaseDates
) -> Span:
    month = MONTHS[word.text]
    if year is None:
        year = likely_year(month, day, dates)
    return day_span(folded, start, end, day_of(day, month, year) if year else None, dates)


def _year_after(folded: str, word: Word) -> tuple[int | None, int]:
    return _year_from(folded, word.end)


def _year_from(folded: str, end: int) -> tuple[int | None, int]:
    """The year that follows and where it ends; 0 for a year told in words."""
    if found := _YEAR_AFTER.match(folded, end):
        return full_year(found["full"] or found["short"]), found.end()
    if spoken := _SPOKEN_YEAR.match(folded, end):
        return 0, spoken.end()
    return None, end


def _month_alone(source: str, folded: str, words: list[Word], at: int, dates: CaseDates) -> Span | None:
    """ "Since October", "decision October.", but not "may need", "March on", "April rang"."""
    word = words[at]
    if word.text not in ALONE or (word.end < len(source) and source[word.end] in "-'\u2019"):
        return None
    lead = _LEAD_BEFORE.search(folded, max(0, word.start - 16), word.start)
    led = lead is not None and lead.group(1) in LEADS
    if word.text in ALSO_WORDS or word.text not in FULL_NAMES:
        if not led or lead is None:
            return None
        if word.shape == "lower" and word.text in ALSO_WORDS:
            goes_on = lead.group(1) not in _CERTAIN_LEADS and _GOES_ON.match(folded, word.end)
            if goes_on or not no_capitals(source):
                return None
        elif word.text in {"may", "march"} and _goes_on(folded, words, at):
            return None
    month = MONTHS[word.text]
    return month_span(folded, word.start, word.end, likely_year_of(month, dates), month, dates)


_CERTAIN_LEADS = frozenset({"in", "since", "during", "throughout", "mid", "early", "late", "last", "next"})


def _goes_on(folded: str, words: list[Word], at: int) -> bool:
    """ "After May have", "for May rang": in such company it is a verb or a name."""
    return (
        at + 1 < len(words)
        and folded[words[at].end : words[at + 1].start] == " "
        and is_verb(words[at + 1].text)
    )
