# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Dates in every written form, told by the child's age or by their distance from the death. Times of
day stay.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from .date_wording import day_of, day_span, full_year, has_birth_label, month_span
from .dates_in_words import days_with_capitals, feasts_in
from .month_dates import month_dates
from .names import CaseDates
from .part_dates import years_in
from .reading import Words
from .replacing import Span
from .short_dates import days_alone, short_dates

_MARK = r"\s{0,2}[/.\-\\_]\s{0,2}"
_SPACED = r"\s{0,2}(?P<mark>[/.\-\\_])\s{0,2}"
_DAY, _MONTH = r"(?P<day>0?[1-9]|[12]\d|3[01])", r"(?P<month>0?[1-9]|1[0-2])"
# "12-14/03/2026": told by the last day.
_FROM = r"(?:(?<![\d/.])(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s*(?:-|to|and|&|until)\s*)?"
_FORMS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d)(?P<year>(?:19|20)\d\d){_MARK}{_MONTH}{_MARK}{_DAY}(?!\d)(?=t\d\d:|\b|\s|$)",
        rf"{_FROM}(?<![\d/.])(?<!\d:){_DAY}[/.\-\\_]{_MONTH}[/.\-\\_]'?(?P<year>(?:19|20)\d\d|\d\d)(?![\d/]|\.\d)",
        rf"{_FROM}(?<![\d/.])(?<!\d:){_DAY}{_SPACED}{_MONTH}\s{{0,2}}(?P=mark)\s{{0,2}}'?(?P<year>(?:19|20)\d\d|\d\d)(?![\d/]|\.\d)",
        r"(?<![\d/.])(?P<month>0?[1-9]|1[0-2])[/.-](?P<day>1[3-9]|2\d|3[01])[/.-](?P<year>(?:19|20)\d\d|\d\d)(?![\d/])",
    )
)
_WITH_SPACES = re.compile(rf"(?<![\d/.]){_DAY}\s{_MONTH}\s(?P<year>(?:19|20)\d\d)(?![\d/]|:\d)")
# Without either there is none of these dates: a mark between figures; a space between them, or six together.
_MARKED = re.compile(r"[\d]\s{0,2}[/.\-\\_]\s{0,2}\d")
_SPACED_OR_LONG = re.compile(r"[\d](?:\s\d|\d{5})")
_NUMBERED_MONTH = re.compile(
    r"(?<![\d/.-])(?P<month>0?[1-9]|1[0-2])[/.](?P<year>(?:19|20)\d\d)(?![\d/]|\.\d)"
    r"|(?<![\d/.-])(?P<first>(?:19|20)\d\d)[/-](?P<then>0[1-9]|1[0-2])(?![\d/-])"
    r"|(?:(?<=^)|(?<=\n))(?P<month2>0[1-9]|1[0-2])/(?P<year2>[12]\d)(?=\s?[,|\t])"
)
# Without marks a date is one only in a year of the case: else it is a number, which goes as well.
_UNMARKED = re.compile(
    r"(?<![\w/.-])(?:(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)|(?P<day>\d\d)(?P<month>\d\d)(?P<year>(?:19|20)\d\d|\d\d))(?![/.:]\d|[\w-])"
    r"|(?<!\d\s)(?<!\d[/.-]\s)(?<![\w/.-])(?P<day2>\d\d?)\s(?P<month2>\d\d?)\s(?P<year2>\d\d)(?! ?\d| ?[/:.-]\d| ?%|\w)"
)
_WITH_ROMAN = re.compile(
    r"(?<![\w/.])\d\d?(?:\s?[./-]\s?(?P<roman>i{1,3}|iv|vi{0,3}|ix|xi{0,2})\s?[./-]\s?(?P<year>(?:19|20)\d\d|\d\d)"
    r"|\s(?P<alone>i{1,3}|iv|vi{0,3}|ix|xi{0,2})\s(?P<full>(?:19|20)\d\d))(?![\d/]|:\d)"
)
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
_CLUSTER = re.compile(r"\d[\d/.\\_,'-]*(?:\s{1,2}[/.\\_,-]?\s?['\d][\d/.\\_,'-]*)*")
_ROMAN_LETTERS = frozenset("ivx")
_FURTHER = 12  # characters behind a number that tell whether it is none
_LEAST, _NEARLY = 4, 8  # figures of a whole date, and characters in which the first of them may stand apart
_WIDE = 25  # characters before a number where its day range and weekday begin


def dates_in(
    source: str, folded: str, words: Words, signs: Mapping[str, list[int]], dates: CaseDates
) -> Iterator[Span]:
    """Spans of all dates, also of a month or a year alone. `folded` with its figures set right."""
    for found in words.by_figures(_CLUSTER, folded):
        start, end = found.span()
        if end - start > 2:
            if sum(map(str.isdigit, folded[max(0, start - _NEARLY) : end])) >= _LEAST:
                yield from _whole_dates(folded, max(0, start - _WIDE), end, dates)
            if "/" in found.group() or "." in found.group():
                yield from short_dates(source, folded, start, end, dates)
        if folded[end : end + 2].strip()[:1] in _ROMAN_LETTERS and (
            roman := _WITH_ROMAN.match(folded, start)
        ):
            yield day_span(folded, *roman.span(), _roman_day(roman), dates)
    yield from month_dates(source, folded, words, signs["month"], dates)
    yield from days_alone(folded, words, signs)
    yield from years_in(source, folded, words, signs, dates)
    yield from feasts_in(source, folded, words, signs)
    yield from days_with_capitals(source)


def _whole_dates(folded: str, start: int, end: int, dates: CaseDates) -> Iterator[Span]:
    if _MARKED.search(folded, start, end + _FURTHER):
        yield from _marked_dates(folded, start, end, dates)
    if _SPACED_OR_LONG.search(folded, start, end + _FURTHER) is None:
        return
    for found in _WITH_SPACES.finditer(folded, start, end + _FURTHER):
        yield day_span(folded, *found.span(), _day(found), dates)
    for found in _UNMARKED.finditer(folded, start, end + _FURTHER):
        if (day := _unmarked(found)) and (_in_the_case(day, dates) or has_birth_label(folded, found.start())):
            yield day_span(folded, *found.span(), day, dates)


def _marked_dates(folded: str, start: int, end: int, dates: CaseDates) -> Iterator[Span]:
    for form in _FORMS:
        for found in form.finditer(folded, start, end + _FURTHER):
            yield day_span(folded, *found.span(), _day(found), dates)
    for found in _NUMBERED_MONTH.finditer(folded, start, end + _FURTHER):
        year, month = (
            full_year(found["year"] or found["first"] or found["year2"]),
            int(found["month"] or found["then"] or found["month2"]),
        )
        yield month_span(folded, *found.span(), year, month, dates)


def _day(found: re.Match[str]) -> date | None:
    return day_of(int(found["day"]), int(found["month"]), full_year(found["year"]))


def _roman_day(found: re.Match[str]) -> date | None:
    day = int(re.split(r"\D", found.group())[0])
    return day_of(
        day, _ROMAN.index(found["roman"] or found["alone"]) + 1, full_year(found["year"] or found["full"])
    )


def _unmarked(found: re.Match[str]) -> date | None:
    day, month, year = (
        found[first] or found[second] or found[third]
        for first, second, third in (("d", "day", "day2"), ("m", "month", "month2"), ("y", "year", "year2"))
    )
    return day_of(int(day), int(month), full_year(year))


def _in_the_case(day: date, dates: CaseDates) -> bool:
    """Within the life, the pregnancy and the two years after; with neither date known none is."""
    first = dates.born_on or dates.died_on
    last = dates.died_on or dates.born_on
    return (
        first is not None
        and last is not None
        and first - timedelta(days=400) <= day <= last + timedelta(days=730)
    )
