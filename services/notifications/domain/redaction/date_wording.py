"""How a date is told once it is found: by the child's age, or by its distance from the birth or the death."""

import re
from datetime import date, timedelta

from .intervals import interval
from .months import WEEKDAYS_ELSEWHERE
from .names import CaseDates
from .replacing import Span

PREGNANCY = 280  # days
NEAR = 120  # days round the death within which a day without a year is taken to lie
SHORT_LIFE = 300  # days in which no month comes twice, the weeks after the death counted
WEEKDAY = r"(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|satur|sat|sun)(?:day)?\b\.?,?\s+(?:the\s+)?"
_BIRTH_LABEL = re.compile(
    r"(?:\bd\.?\s?[o0]\.?\s?b\.?|date of birth|\bborn|birth ?date)\W{0,3}(?:is|was|on|in)?\s*(?:the\s+)?$"
)
_DEATH_LABEL = re.compile(
    r"(?:\bd\.?\s?[o0]\.?\s?d\.?|date of death|\bdied|\bdeath)\W{0,3}(?:is|was|on)?\s*(?:the\s+)?$"
)
_TIME_FOLLOWS = re.compile(r"t(?=\d\d:?\d\d)")
# "Le mardi 6 mai", "ddydd Sadwrn y 3ydd": a weekday in another language, and the article before a day.
_ELSEWHERE = "|".join(sorted(WEEKDAYS_ELSEWHERE, key=len, reverse=True))
_WEEKDAY_BEFORE = re.compile(
    rf"\b(?:{WEEKDAY}|(?:(?:le|la|el|il|w|we|pe|am|den|op|na|de|ar)\s)?(?:(?:{_ELSEWHERE})\b,?\s){{1,2}}(?:(?:y|yr|le|el|den|den|dnia|de)\s)?)$"
)
_LEAD = re.compile(
    r"\b(?P<lead>on|in|since|from|until|till|by|before|after|between|and|to|dated|of|at|the)\s+(?P<the>the\s+)?$"
)
_ON_BEFORE = re.compile(r"\b(?:on|of)\s+(?:the\s+)?$")


def day_span(folded: str, start: int, end: int, day: date | None, dates: CaseDates) -> Span:
    """The date at `start` to `end`, with a weekday before it and the T of a time after it."""
    noun = interval(day, dates) if day else "date"
    start = with_weekday(folded, start)
    begins, told = _told(folded, start, noun, day, dates)
    if _TIME_FOLLOWS.match(folded, end):
        return Span(begins, end + 1, "date", f"{told} ")
    return Span(begins, end, "date", told)


def _told(folded: str, start: int, noun: str, day: date | None, dates: CaseDates) -> tuple[int, str]:
    """Where the words begin that tell the date, and what they become: nothing was "on 5 years of age"."""
    label = _label(folded[max(0, start - 30) : start], day, dates)
    if label or noun == "date":
        return start, label or "[date]"
    if noun.endswith("of age") and (on := _ON_BEFORE.search(folded, max(0, start - 10), start)):
        return on.start(), f"at {noun}"
    return start, _when(noun, _lead(folded, start))


def month_span(
    folded: str, start: int, end: int, year: int | None, month: int | None, dates: CaseDates
) -> Span:
    """A month, told by its middle."""
    if has_birth_label(folded, start):
        return Span(start, end, "date", "[month of birth]")
    if not year or not month:
        return Span(start, end, "date", "[month]")
    for event, day in (("death", dates.died_on), ("birth", dates.born_on)):
        if day and (day.year, day.month) == (year, month):
            return Span(start, end, "date", f"the month of the {event}")
    noun = interval(date(year, month, 15), dates)
    if noun == "date":
        return Span(start, end, "date", "[month]")
    return Span(start, end, "date", f"a month {'at ' if noun.endswith('of age') else ''}about {noun}")


def year_span(start: int, end: int, year: int, dates: CaseDates) -> Span:
    """A year alone: "the year of the death", "the year in which the child turned 3"."""
    for event, day in (("death", dates.died_on), ("birth", dates.born_on)):
        if day and day.year == year:
            return Span(start, end, "date", f"the year of the {event}")
    if dates.born_on and dates.died_on and dates.born_on.year < year < dates.died_on.year:
        turned = year - dates.born_on.year
        return Span(start, end, "date", f"the year in which the child turned {turned}")
    return Span(start, end, "date", "[year]")


def with_weekday(folded: str, start: int) -> int:
    weekday = _WEEKDAY_BEFORE.search(folded, max(0, start - 20), start)
    return weekday.start() if weekday else start


def has_birth_label(folded: str, start: int) -> bool:
    return _BIRTH_LABEL.search(folded[max(0, start - 30) : start]) is not None


def day_of(day: int, month: int, year: int | None) -> date | None:
    """The day, or None for one that no calendar has."""
    try:
        return date(year, month, day) if year else None
    except ValueError:
        return None


def full_year(written: str) -> int:
    year = int(written.lstrip("'"))
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def likely_year(month: int, day: int, dates: CaseDates) -> int | None:
    """The year of a day written without one: in the pregnancy, the life or the weeks after, if only one
    fits, or close to the death. None otherwise: a wrong interval would be worse than none.
    """
    end = dates.died_on or dates.born_on
    if end is None:
        return None
    candidates = [date(year, month, min(day, 28)) for year in (end.year - 1, end.year, end.year + 1)]
    begin = dates.born_on - timedelta(days=PREGNANCY) if dates.born_on else end - timedelta(days=NEAR)
    fitting = [one for one in candidates if begin <= one <= end + timedelta(days=NEAR)]
    nearest = min(candidates, key=lambda one: abs((one - end).days))
    if len(fitting) == 1:
        return fitting[0].year
    return nearest.year if abs((nearest - end).days) <= NEAR else None


def likely_year_of(month: int, dates: CaseDates) -> int | None:
    """The year of a month that stands alone: only of a short life, or in the months before the death.

    After the death it may as well be the same month a year before, of which "had a cold in May" speaks.
    """
    year = likely_year(month, 15, dates)
    end = dates.died_on or dates.born_on
    if year is None or end is None:
        return None
    short_life = dates.born_on is not None and (end - dates.born_on).days < SHORT_LIFE
    before = (end - date(year, month, 15)).days
    this_month = (year, month) == (end.year, end.month)
    return year if short_life or this_month or 0 <= before <= NEAR else None


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
    return "[date of death]" if day and day == dates.died_on and _DEATH_LABEL.search(before) else ""


def _when(noun: str, lead: str) -> str:
    """The noun after its word: "on a day 3 days before the death", "since 2 years of age"."""
    if noun.startswith("the day"):
        return noun if lead else f"on {noun}"
    aged = noun.endswith("of age")
    if lead == "on":
        return f"a day at {noun}" if aged else f"a day {noun}"
    return f"at {noun}" if aged and lead in {"", "dated"} else noun
