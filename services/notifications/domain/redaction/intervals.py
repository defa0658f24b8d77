"""Tell a date by its distance from the child's birth and death, so that the order of things stays
readable.
"""

from datetime import date

from services.notifications.domain.age import age_text
from shared.counted_words import counted

from .names import CaseDates

NEAR_DEATH = 28  # days within which a date is told by its distance from the death
NEAR_BIRTH = 365  # days before the birth that belong to the pregnancy and what led to it


def interval(day: date, dates: CaseDates) -> str:
    """A noun phrase for `day`: "14 days of age", "2 days before the death"; "date" where neither date
    is known.
    """
    if dates.died_on and day > dates.died_on:
        return f"{_length((day - dates.died_on).days)} after the death"
    if dates.died_by and day > dates.died_by:
        return f"about {_length((day - dates.died_by).days)} after the death"
    if day == dates.died_on:
        return "the day of the death"
    if dates.born_on and day < dates.born_on:
        return _before_birth((dates.born_on - day).days)
    return _in_life(day, dates)


def _in_life(day: date, dates: CaseDates) -> str:
    if day == dates.born_on:
        return "the day of birth"
    if dates.born_on and (day - dates.born_on).days <= NEAR_DEATH:
        return f"{_days((day - dates.born_on).days)} of age"
    if dates.died_on and (dates.died_on - day).days <= NEAR_DEATH:
        return f"{_days((dates.died_on - day).days)} before the death"
    if dates.born_on:
        return f"{age_text(dates.born_on, day)} of age"
    return f"{_length((dates.died_on - day).days)} before the death" if dates.died_on else "date"


def _before_birth(days: int) -> str:
    return f"{_length(days)} before the birth" if days <= NEAR_BIRTH else "date"


def _length(days: int) -> str:
    if days <= NEAR_DEATH:
        return _days(days)
    return counted(days // 7, "week") if days <= 26 * 7 else counted(round(days / 30.44), "month")


def _days(count: int) -> str:
    return counted(count, "day")
