# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Dates in every written form, told by the child's age or by their distance from the death. Times of
day stay.
"""

import re
from collections.abc import Iterator
from datetime import date

from .intervals import interval
from .names import CaseDates
from .replacing import Span

_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTH = "(?:" + "|".join(f"{month}|{month[:3]}" for month in _MONTHS) + r"|sept)\b"
_ORDINALS = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
    "twenty-second",
    "twenty-third",
    "twenty-fourth",
    "twenty-fifth",
    "twenty-sixth",
    "twenty-seventh",
    "twenty-eighth",
    "twenty-ninth",
    "thirtieth",
    "thirty-first",
]
_ORDINAL = "|".join(sorted((word.replace("-", r"[\s-]") for word in _ORDINALS), key=len, reverse=True))
# "1st to 3rd March", "12-14/03/2026": told by their last day.
_FROM = r"(?:(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s*(?:-|to|and|&|until)\s*)?"
_DAY = rf"(?:(?P<day>0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?|(?P<ordinal>{_ORDINAL}))"
# Two digits are a year after an apostrophe or where the sentence pauses: not in "on 3 March 12 staff came".
_YEAR = r"(?:[.,]?\s+(?P<year>(?:19|20)\d\d|'\d\d|\d\d(?=\s*(?:[.,;:)]|$|at\b|\n)(?!\d))))"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thurs?|fri|satur|sat|sun)(?:day)?\b\.?,?\s+(?:the\s+)?)?"
_LEAD = r"(?P<lead>\b(?:on|since|from|until|till|by|before|after|between|and|to|dated|of|at)\s+(?:the\s+)?)?"
_SEPARATOR = r"\s{0,2}[/.\-]\s{0,2}"
_TIME = r"(?=t\d\d:|\b|\s|$)"

FORMS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(_LEAD + form)
    for form in (
        rf"{_WEEKDAY}(?<!\d)(?P<year>(?:19|20)\d\d){_SEPARATOR}(?P<month>0?[1-9]|1[0-2]){_SEPARATOR}(?P<day>0?[1-9]|[12]\d|3[01])(?!\d){_TIME}",
        rf"{_WEEKDAY}{_FROM}(?<![\d/.])(?P<day>0?[1-9]|[12]\d|3[01]){_SEPARATOR}(?P<month>0?[1-9]|1[0-2]){_SEPARATOR}(?P<year>(?:19|20)?\d\d)(?![\d/])",
        rf"(?<![\d/.])(?P<month>0?[1-9]|1[0-2]){_SEPARATOR}(?P<day>1[3-9]|2\d|3[01]){_SEPARATOR}(?P<year>(?:19|20)?\d\d)(?![\d/])",
        rf"{_WEEKDAY}(?<![\d/.])(?P<day>0?[1-9]|[12]\d|3[01])[\s-]*(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[\s-]*(?P<year>(?:20)?\d\d)(?!\d)",
        rf"{_WEEKDAY}{_FROM}{_WEEKDAY}(?<![\d/.]){_DAY}\s+(?:day\s+)?(?:of\s+)?(?P<month>{_MONTH}){_YEAR}?(?!\w)",
        rf"{_WEEKDAY}\b(?P<month>{_MONTH})\s+(?:the\s+)?{_DAY}(?![\d:]){_YEAR}?(?!\w)",
        r"(?<![\d/.])(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<![\d/.])(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>(?:19|20)\d\d)(?!\d)",
    )
)
# Day and month without a year look like "3/7" (three days) and "9/10" (an Apgar score): only after a word that dates.
_SHORT = re.compile(
    r"(?P<lead>\b(?:on|dated|since|until|till|from|died|born|seen|between|by|due|edd|dob|dod|w/c|visited|reviewed|admitted|discharged|"
    r"mon[a-z]*|tue[a-z]*|wed[a-z]*|thu[a-z]*|fri[a-z]*|sat(?:urday)?|sun(?:day)?)[,:]?\s+(?:the\s+)?)"
    r"(?P<day>0?[1-9]|[12]\d|3[01])[/.](?P<month>0?[1-9]|1[0-2])(?![\d/]|\.\d|\s*(?:days?|weeks?|hours?|ml|mg|mmol|kg|degrees|c\b|%|ago))"
)
_SHORT_AGAIN = re.compile(
    r"\s*(?P<lead>and|to|until|or|-|,|&)\s*(?P<day>0?[1-9]|[12]\d|3[01])[/.](?P<month>0?[1-9]|1[0-2])(?![\d/]|\.\d)"
)
_DAY_ALONE = re.compile(
    r"(?P<lead>\b(?:on|from|until|by|since)\s+the\s+)(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b"
    r"(?=\s*(?:[.,;:)]|$|of the month|of this month|and\b|at\b|he\b|she\b|they\b|when\b|with\b|there\b|to the\b))"
)
_FEASTS = re.compile(
    r"\b(?P<lead>(?:on|at|over|before|after)\s+)?(?:christmas (?:day|eve)|boxing day|new year'?s (?:day|eve)|good friday|easter (?:sunday|monday)|"
    r"mother'?s day|father'?s day|valentine'?s day|bonfire night|hallowe'?en|eid(?: al-\w+)?|diwali)\b"
)
_BIRTH_MONTH = re.compile(rf"\b(?:born|birth|dob)\s*(?:in|:)?\s*(?P<what>{_MONTH}\s+(?:19|20)\d\d)")
_BIRTH_LABEL = re.compile(
    r"(?:\bd\.?\s?o\.?\s?b\.?|date of birth|\bborn|birth ?date)\W{0,3}(?:is|was|on)?\s*(?:the\s+)?$"
)
_DEATH_LABEL = re.compile(
    r"(?:\bd\.?\s?o\.?\s?d\.?|date of death|\bdied|\bdeath)\W{0,3}(?:is|was|on)?\s*(?:the\s+)?$"
)
_TIME_FOLLOWS = re.compile(r"t(?=\d\d:?\d\d)")
_TIMED_LEADS = {"on", "at", ""}


def dates_in(source: str, folded: str, dates: CaseDates) -> Iterator[Span]:
    """Spans of all dates. A month with its year stays, except the month of birth."""
    for form in (*FORMS, _SHORT):
        for found in form.finditer(folded):
            yield _span(folded, found, dates)
    for first in _SHORT.finditer(folded):
        at = first.end()
        while again := _SHORT_AGAIN.match(folded, at):
            at = again.end()
            yield Span(again.start("day"), at, "date", interval_or_date(_day(again, dates), dates))
    for pattern in (_DAY_ALONE, _FEASTS):
        for found in pattern.finditer(folded):
            yield Span(
                found.end("lead") if found.group("lead") else found.start(), found.end(), "date", "[date]"
            )
    for found in _BIRTH_MONTH.finditer(folded):
        yield Span(*found.span("what"), "date", "[month of birth]")


def interval_or_date(day: date | None, dates: CaseDates) -> str:
    noun = interval(day, dates) if day else "date"
    return "[date]" if noun == "date" else noun


def _span(folded: str, found: re.Match[str], dates: CaseDates) -> Span:
    lead = (found["lead"] or "").split()
    day = _day(found, dates)
    noun = interval(day, dates) if day else "date"
    inner = found.end("lead") if found["lead"] else found.start()
    if _TIME_FOLLOWS.match(folded, found.end()):
        return Span(inner, found.end() + 1, "date", f"{_when(noun, '') if day else '[date]'} ")
    label = _label(folded[:inner], day, dates)
    if label or noun == "date":
        return Span(inner, found.end(), "date", label or "[date]")
    word = lead[0] if lead else ""
    if word in _TIMED_LEADS:
        return Span(found.start(), found.end(), "date", _when(noun, word))
    return Span(found.start() + len(word) + 1, found.end(), "date", noun)


def _label(before: str, day: date | None, dates: CaseDates) -> str:
    """ "DOB 3/3/26" and "died on 9 June" name the date they give."""
    if _BIRTH_LABEL.search(before[-30:]):
        return "[date of birth]"
    return "[date of death]" if day == dates.died_on and _DEATH_LABEL.search(before[-30:]) else ""


def _when(noun: str, lead: str) -> str:
    if noun.endswith("of age"):
        return f"at {noun}"
    return f"on {noun}" if noun.startswith("the day") and lead != "at" else noun


def _day(found: re.Match[str], dates: CaseDates) -> date | None:
    parts = found.groupdict()
    day = int(parts["day"]) if parts.get("day") else _ORDINALS.index(re.sub(r"\s", "-", parts["ordinal"])) + 1
    month = _month(parts["month"])
    year = _year(parts.get("year"), month, day, dates)
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def _month(written: str) -> int:
    if written.isdigit():
        return int(written)
    return next(number for number, name in enumerate(_MONTHS, start=1) if name.startswith(written[:3]))


def _year(written: str | None, month: int, day: int, dates: CaseDates) -> int | None:
    if written:
        digits = written.lstrip("'")
        return (
            int(digits)
            if len(digits) == 4
            else 2000 + int(digits)
            if int(digits) < 70
            else 1900 + int(digits)
        )
    end = dates.died_on or dates.born_on
    if end is None:
        return None
    candidates = [date(year, month, min(day, 28)) for year in (end.year - 1, end.year, end.year + 1)]
    return min(candidates, key=lambda one: abs((one - end).days)).year
