"""Days on which somebody of a case was born: such a day may tell of them wherever it stands."""

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date
from typing import NamedTuple

from services.notifications.domain.forms.answers import Answers, Row
from services.notifications.domain.redaction.date_wording import has_birth_label
from services.notifications.domain.redaction.months import MONTHS
from services.notifications.domain.redaction.reading import fold, readable
from services.notifications.domain.redaction.result import Unreadable

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
# A day, with its year or without; or a month with its year.
DAY = re.compile(
    rf"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}"
    rf"(?:,?\s+\d{{2,4}})?|{_MONTH}\s+\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{1,2}}([./-])\d{{1,2}}\1\d{{2,4}})",
    re.IGNORECASE,
)
# No "3 mar" of "3 marbles"; and 12 is no year in "3 May, 12 June" or "3 May, 12/6/18".
_ENDS = rf"(?![^\W_])(?![./-]\d|\s+(?:of\s+)?{_MONTH})"
_DAY_IN_TEXT = re.compile(rf"(?<!\d){DAY.pattern}{_ENDS}", re.IGNORECASE)
_MONTH_WORD = re.compile(rf"\b{_MONTH}", re.IGNORECASE)
_FIGURES = re.compile(r"\d+")
_CENTURY, _OLDEST, _MONTHS = 100, 1000, 12


class WrittenDay(NamedTuple):
    """``year``: None where none is written, less than 100 where its century is not."""

    year: int | None
    month: int
    day: int

    def may_be(self, other: "WrittenDay") -> bool:
        if (self.month, self.day) != (other.month, other.day):
            return False
        if self.year is None or other.year is None or self.year == other.year:
            return True
        short = min(self.year, other.year) < _CENTURY
        return short and self.year % _CENTURY == other.year % _CENTURY


Births = Collection[WrittenDay]


def birth_on(day: date) -> WrittenDay:
    return WrittenDay(day.year, day.month, day.day)


def birth_of(row: Row) -> Iterator[WrittenDay]:
    """Of somebody who has a row of a form; none where the day is not known, or is written as no day."""
    with suppress(ValueError):
        yield birth_on(date.fromisoformat(row.get("date_of_birth", "")))


def births_of(answers: Answers) -> Iterator[WrittenDay]:
    """Of everybody whose day of birth a notification asks for: the child, the parents, and other children, of
    whom it is asked in words.
    """
    if answers.born_on:
        yield birth_on(answers.born_on)
    for row in answers.groups.get("parents", ()):
        yield from birth_of(row)
    yield from days_in(answers.get("family.other_children"))


def of_others(births: Births, own: Births, died_on: date | None) -> frozenset[WrittenDay]:
    """Without those of the person who reads; and without the day of the death, which tells of the death."""
    death = birth_on(died_on) if died_on else None
    return frozenset(each for each in births if each not in own and not (death and each.may_be(death)))


def may_be_birth(written: str, births: Births) -> bool:
    """Whether a whole DAY is one of them, or may be. A month alone is none of them."""
    return any(meant.may_be(birth) for meant in _meant(fold(written)) for birth in births)


def days_in(text: str) -> Iterator[WrittenDay]:
    """Each day that stands in a text."""
    for _, found in _found_in(text):
        yield from _meant(found)


def births_told_in(text: str) -> Iterator[WrittenDay]:
    """Each day that a text itself calls one of birth: "DOB 3/5/20", "born on 3 May 2020"."""
    for labelled, found in _found_in(text):
        yield from _meant(found) if labelled else ()


def _found_in(text: str) -> Iterator[tuple[bool, str]]:
    """Whether a word of birth leads up to it, and the day as written."""
    try:
        folded = fold(readable(text))
    except Unreadable:  # nothing of it is given out either
        return
    for found in _DAY_IN_TEXT.finditer(folded):
        yield has_birth_label(folded, found.start()), found.group()


def _meant(written: str) -> Iterator[WrittenDay]:
    """Which day it is, of folded words, the day before the month as is usual here; none for a month alone."""
    figures = [int(each) for each in _FIGURES.findall(written)]
    word = _MONTH_WORD.search(written)
    if word and _FIGURES.search(written, 0, word.start()):
        yield WrittenDay(_year(*figures[1:]), MONTHS[word.group().rstrip(".")], figures[0])
    elif not word:
        day, month, year = reversed(figures) if figures[0] >= _CENTURY else figures
        swapped = month > _MONTHS
        yield WrittenDay(_year(year), *((day, month) if swapped else (month, day)))


def _year(written: int | None = None) -> int | None:
    """None also for three figures, which are no year: then it may be any."""
    return None if written is None or _CENTURY <= written < _OLDEST else written
