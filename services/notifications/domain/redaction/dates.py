# ruff: noqa: E501 - a regular expression cut over lines is harder to read
"""Dates in every written form, told by the child's age or by their distance from the death. Times of
day stay.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from .dates_in_words import ORDINALS, feasts_in
from .intervals import interval
from .names import CaseDates
from .reading import Word
from .replacing import Span
from .signs import zones

PREGNANCY = 280  # days
NEAR = 120  # days round the death within which a day without a year is taken to lie
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
_MONTH = "(?:" + "|".join(f"{month}|{month[:3]}" for month in _MONTHS) + r"|sept)\b(?:\.(?=\s?\d))?"
_ORDINAL = "|".join(sorted((word.replace("-", r"[\s-]") for word in ORDINALS), key=len, reverse=True))
# "1st to 3rd March", "12-14/03/2026": told by their last day.
_FROM = r"(?:(?<!\d)(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?\s*(?:-|to|and|&|until)\s*)?"
_DAY = rf"(?:(?P<day>0?[1-9]|[12]\d|3[01])(?:\s?(?:st|nd|rd|th))?|(?P<ordinal>{_ORDINAL}))"
# Two digits are a year after an apostrophe or where the sentence pauses: not in "on 3 March 12 staff came".
_YEAR = r"(?:[.,]?\s+(?P<year>(?:19|20)\d\d|'\d\d|\d\d(?=\s*(?:[.,;:)]|$|\n|(?:at|he|she|they|we|i|and|but|by|to|was|were|when|mum|dad)\b)(?!\d))))"
_NUMBER_WORDS = r"(?:oh|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty)"
_YEAR_IN_WORDS = (
    rf"(?P<spoken>,?\s+(?:twenty|nineteen|two\s+thousand)(?:\s+and)?(?:[\s-]{_NUMBER_WORDS}){{0,2}}\b)"
)
_WEEKDAY = r"(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?\b\.?,?\s+(?:the\s+)?"
_SEPARATOR = r"\s{0,2}[/.\-\\_]\s{0,2}"

# Dates of numbers, looked for round digits.
_OF_NUMBERS: tuple[re.Pattern[str], ...] = tuple(
    re.compile(form)
    for form in (
        rf"(?<!\d)(?P<year>(?:19|20)\d\d){_SEPARATOR}(?P<month>0?[1-9]|1[0-2]){_SEPARATOR}(?P<day>0?[1-9]|[12]\d|3[01])(?!\d)(?=t\d\d:|\b|\s|$)",
        rf"{_FROM}(?<![\d/.])(?P<day>0?[1-9]|[12]\d|3[01]){_SEPARATOR}(?P<month>0?[1-9]|1[0-2]){_SEPARATOR}(?P<year>(?:19|20)?\d\d)(?![\d/])",
        r"(?<![\d/.])(?P<month>0?[1-9]|1[0-2])[/.-](?P<day>1[3-9]|2\d|3[01])[/.-](?P<year>(?:19|20)?\d\d)(?![\d/])",
        r"(?<![\d/.])(?P<day>0?[1-9]|[12]\d|3[01])\s(?P<month>0?[1-9]|1[0-2])\s(?P<year>(?:19|20)\d\d)(?![\d/]|:\d)",
        r"(?<![\d/.])(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12]\d|3[01])(?!\d)",
        r"(?<![\d/.])(?P<day>0[1-9]|[12]\d|3[01])(?P<month>0[1-9]|1[0-2])(?P<year>(?:19|20)\d\d)(?!\d)",
    )
)
# Dates with a month in letters, looked for round a month.
_WITH_A_MONTH: tuple[re.Pattern[str], ...] = tuple(
    re.compile(form)
    for form in (
        r"(?<![\d/.])(?P<day>0?[1-9]|[12]\d|3[01])[\s/.-]*(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*(?:[\s/.,-]*(?P<year>(?:20|19)\d\d|(?<=[a-z/.-])\d\d|\d\d(?!\s+[a-z])))(?!\d|:\d|\.\d)",
        rf"(?<![\d/.])(?P<day>0?[1-9]|[12]\d|3[01]),\s(?P<month>{_MONTH}),?\s(?P<year>(?:19|20)\d\d)(?!\d)",
        rf"{_FROM}(?:{_WEEKDAY})?(?<![\d/.]){_DAY}\s+(?:day\s+)?(?:of\s+)?(?P<month>{_MONTH})(?:{_YEAR}|{_YEAR_IN_WORDS})?(?!\w)",
        rf"\b(?P<month>{_MONTH})\s+(?:the\s+)?{_DAY}(?!\d|:\d|\.\d){_YEAR}?(?!\w)",
    )
)
_MONTH_AND_YEAR = re.compile(
    rf"\b(?P<month>{_MONTH})(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d|'\d\d)(?!\d)|[-/](?P<short>\d\d)(?![\d/-]))"
)
_NUMBERED_MONTH = re.compile(r"(?<![\d/.-])(?P<month>0?[1-9]|1[0-2])/(?P<year>(?:19|20)\d\d)(?![\d/])")
# Day and month without a year look like "3/7" (three days), "9/10" (a score) and "120/80".
_SHORT = re.compile(
    r"(?<![\d/.,+-])(?P<day>0?[1-9]|[12]\d|3[01])(?P<mark>[/.])(?P<month>0?[1-9]|1[0-2])(?![\d/]|\.\d|\s*(?:mls?|mg|mmol|kg|degrees|c\b|%|days?|weeks?|months?|hours?|years?|ago))"
)
_DATES_BEFORE = re.compile(
    r"(?:\d[:.]\d\d\s*(?:hrs?|am|pm|hours)?[,\s]+|\b(?:on|certified|dated|since|until|till|from|died|born|seen|between|by|due|edd|dob|dod|w/c|visited|reviewed|admitted|discharged|before|after|of|home|visit|letter|clinic|call|contact|review|entry|appointment|meeting|d/c|email|notes?|"
    r"mon[a-z]*|tue[a-z]*|wed[a-z]*|thu[a-z]*|fri[a-z]*|sat(?:urday)?|sun(?:day)?)[,:]?\s+(?:the\s+)?)$"
)
_CERTAIN_DATE_BEFORE = re.compile(
    r"\b(?:on|dated|died|born|edd|dob|dod|w/c|(?:mon|tues?|wednes|thurs?|fri|satur|sun)(?:day)?)[,:]?\s+(?:the\s+)?$"
)
_NO_DATE_BEFORE = re.compile(
    r"(?:apgars?|scores?|scored|vision|acuity|gcs|pain|bp|ratio|x)\W{1,3}(?:[\d/.]+\s*(?:,|and|at)?\s*){0,3}$"
)
_TIME_AFTER = re.compile(r"\s+(?:at|@)?\s*\d{1,2}[:.]\d\d(?!\d|,\d)")
_JOINED = re.compile(r"\s*(?:and|to|until|or|-|,|&)\s*$")
_DURATIONS = frozenset({7, 10, 12})  # days in a week, points of a scale, months in a year
_DAY_ALONE = re.compile(
    r"(?P<lead>\b(?:(?:on|from|until|by|since|before|after)\s+the|visit|visited|seen|reviewed|admitted|discharged|contact)\s+)(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b"
    r"(?!\s*(?:-|centile|percentile|week|floor|day|hour|rib|grade|time|attempt|visit|dose|birthday|century|nerve|house|of every|admission|attendance|child|call))"
)
_WEEKDAY_AND_DAY = re.compile(rf"\b{_WEEKDAY}(?:[1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b")
_BIRTH_LABEL = re.compile(
    r"(?:\bd\.?\s?o\.?\s?b\.?|date of birth|\bborn|birth ?date)\W{0,3}(?:is|was|on|in)?\s*(?:the\s+)?$"
)
_DEATH_LABEL = re.compile(
    r"(?:\bd\.?\s?o\.?\s?d\.?|date of death|\bdied|\bdeath)\W{0,3}(?:is|was|on)?\s*(?:the\s+)?$"
)
_TIME_FOLLOWS = re.compile(r"t(?=\d\d:?\d\d)")
_WEEKDAY_BEFORE = re.compile(rf"\b{_WEEKDAY}$")
_LEAD = re.compile(
    r"\b(?P<lead>on|in|since|from|until|till|by|before|after|between|and|to|dated|of|at|the)\s+(?P<the>the\s+)?$"
)
_DIGITS = re.compile(r"\d[\d\s/.:-]*")


def dates_in(
    folded: str, words: list[Word], signs: Mapping[str, list[int]], dates: CaseDates
) -> Iterator[Span]:
    """Spans of all dates; a month alone stays, a month with its year does not."""
    for start, end in zones((found.span() for found in _DIGITS.finditer(folded)), folded, 4, 6):
        for form in _OF_NUMBERS:
            yield from (_span(folded, found, dates) for found in form.finditer(folded, start, end))
        yield from _short_dates(folded, start, end, dates)
        yield from (
            _month_span(folded, found, dates) for found in _NUMBERED_MONTH.finditer(folded, start, end)
        )
    for start, end in zones(((words[at].start, words[at].end) for at in signs["month"]), folded, 50, 40):
        for form in _WITH_A_MONTH:
            yield from (_span(folded, found, dates) for found in form.finditer(folded, start, end))
        yield from (
            _month_span(folded, found, dates) for found in _MONTH_AND_YEAR.finditer(folded, start, end)
        )
    for at in signs["weekday"]:
        if found := _WEEKDAY_AND_DAY.match(folded, words[at].start):
            yield Span(*found.span(), "date", "[date]")
    for found in _DAY_ALONE.finditer(folded):
        yield Span(found.end("lead"), found.end(), "date", "[date]")
    yield from feasts_in(folded, words, signs)


def _short_dates(folded: str, start: int, end: int, dates: CaseDates) -> Iterator[Span]:
    """ "Seen 24/5 and 25/5": a day and a month, where they can be no duration, score or fraction."""
    last = -10
    for found in _SHORT.finditer(folded, start, end):
        before = folded[max(0, found.start() - 30) : found.start()]
        if found["mark"] == "." and not _CERTAIN_DATE_BEFORE.search(before):
            continue  # "from 13.8 to 15.9"
        joined = found.start() - last < 8 and _JOINED.fullmatch(folded, last, found.start())
        if (
            joined
            or _DATES_BEFORE.search(before)
            or _TIME_AFTER.match(folded, found.end())
            or _must_be_date(found, before)
        ):
            last = found.end()
            yield _span(folded, found, dates)


def _must_be_date(found: re.Match[str], before: str) -> bool:
    day, month = int(found["day"]), int(found["month"])
    if found["mark"] == "." or _NO_DATE_BEFORE.search(before) or (day, month) == (24, 7):
        return False
    return day > month and (month not in _DURATIONS or (month == 7 and day > 21) or (month != 7 and day > 24))


def _span(folded: str, found: re.Match[str], dates: CaseDates) -> Span:
    day = _day(found, dates)
    noun = interval(day, dates) if day else "date"
    start = _with_weekday(folded, found.start())
    if _TIME_FOLLOWS.match(folded, found.end()):
        return Span(start, found.end() + 1, "date", f"{_when(noun, '') if noun != 'date' else '[date]'} ")
    label = _label(folded[max(0, start - 30) : start], day, dates)
    if label or noun == "date":
        return Span(start, found.end(), "date", label or "[date]")
    return Span(start, found.end(), "date", _when(noun, _lead(folded, start)))


def _month_span(folded: str, found: re.Match[str], dates: CaseDates) -> Span:
    """A month with its year, told by its middle."""
    if _BIRTH_LABEL.search(folded[max(0, found.start() - 30) : found.start()]):
        return Span(*found.span(), "date", "[month of birth]")
    month = _month(found["month"])
    year = _full_year(found.groupdict().get("year") or found["short"])
    noun = next(
        (
            f"the month of the {event}"
            for event, day in (("death", dates.died_on), ("birth", dates.born_on))
            if day and (day.year, day.month) == (year, month)
        ),
        interval(date(year, month, 15), dates),
    )
    wording = (
        noun
        if noun.startswith("the month")
        else f"a month at about {noun}"
        if noun.endswith("of age")
        else f"a month about {noun}"
    )
    return Span(*found.span(), "date", "[month]" if noun == "date" else wording)


def _with_weekday(folded: str, start: int) -> int:
    weekday = _WEEKDAY_BEFORE.search(folded, max(0, start - 20), start)
    return weekday.start() if weekday else start


def _lead(folded: str, start: int) -> str:
    """The word before a date that decides how it is told; "the" alone counts as "on the"."""
    found = _LEAD.search(folded, max(0, start - 16), start)
    if not found:
        return ""
    return "on" if found["lead"] in {"on", "in", "the"} or found["the"] else found["lead"]


def _label(before: str, day: date | None, dates: CaseDates) -> str:
    """ "DOB 3/3/26" and "died on 9 June" name the date they give."""
    if _BIRTH_LABEL.search(before):
        return "[date of birth]"
    return "[date of death]" if day == dates.died_on and _DEATH_LABEL.search(before) else ""


def _when(noun: str, lead: str) -> str:
    """The noun after its word: "on a day at 2 years of age", "since 2 years of age", "at 2 years of age"."""
    if noun.startswith("the day"):
        return noun if lead else f"on {noun}"
    aged = noun.endswith("of age")
    if lead == "on":
        return f"a day at {noun}" if aged else f"a day {noun}"
    return f"at {noun}" if aged and not lead else noun


def _day(found: re.Match[str], dates: CaseDates) -> date | None:
    parts = found.groupdict()
    if parts.get("spoken"):
        return None
    day = int(parts["day"]) if parts.get("day") else ORDINALS.index(re.sub(r"\s", "-", parts["ordinal"])) + 1
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


def _full_year(written: str) -> int:
    year = int(written.lstrip("'"))
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def _year(written: str | None, month: int, day: int, dates: CaseDates) -> int | None:
    if written:
        return _full_year(written)
    end = dates.died_on or dates.born_on
    return _likely_year(month, day, end, dates) if end else None


def _likely_year(month: int, day: int, end: date, dates: CaseDates) -> int | None:
    """The year of a day written without one: in the pregnancy, the life or the weeks after, if only one fits, or
    close to the death. None otherwise: a wrong interval would be worse than none.
    """
    candidates = [date(year, month, min(day, 28)) for year in (end.year - 1, end.year, end.year + 1)]
    begin = dates.born_on - timedelta(days=PREGNANCY) if dates.born_on else end - timedelta(days=NEAR)
    fitting = [one for one in candidates if begin <= one <= end + timedelta(days=NEAR)]
    nearest = min(candidates, key=lambda one: abs((one - end).days))
    if len(fitting) == 1:
        return fitting[0].year
    return nearest.year if abs((nearest - end).days) <= NEAR else None
