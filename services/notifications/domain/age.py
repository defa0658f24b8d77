"""Age at death by the calendar: bands for tables, words for people. Never 365-day years.

Source of the bands: the national releases on child death review. "Under one" ends on the first birthday;
a child born on 29 February has its birthday on 1 March in other years, the day the law takes.
"""

from dataclasses import dataclass
from datetime import date

from shared.counted_words import counted

NEONATAL_DAYS = 28
NOT_KNOWN = "not known"


@dataclass(frozen=True)
class AgeBand:
    """``from_years`` to the day before ``to_years``; under one year, days tell the first two apart."""

    label: str
    from_years: int
    to_years: int


YEAR_BANDS = (
    AgeBand("1-4 years", 1, 5),
    AgeBand("5-9 years", 5, 10),
    AgeBand("10-14 years", 10, 15),
    AgeBand("15-17 years", 15, 18),
)
AGE_BANDS = ("0-27 days", "28-364 days", *(band.label for band in YEAR_BANDS))


def birthday(born: date, years: int) -> date:
    """The day on which somebody born on ``born`` reaches an age."""
    try:
        return born.replace(year=born.year + years)
    except ValueError:
        return date(born.year + years, 3, 1)


def completed_years(born: date, on: date) -> int:
    """Years of age on a day; -1 before birth."""
    years = on.year - born.year
    return years if birthday(born, years) <= on else years - 1


def completed_months(born: date, on: date) -> int:
    """Whole calendar months of age on a day."""
    return (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)


def age_band(born: date | None, died: date | None) -> str:
    """The band of AGE_BANDS, "18 and over", or "not known" where a date is missing."""
    if born is None or died is None:
        return NOT_KNOWN
    years = completed_years(born, died)
    if years < 1:
        return "0-27 days" if (died - born).days < NEONATAL_DAYS else "28-364 days"
    return next(
        (band.label for band in YEAR_BANDS if band.from_years <= years < band.to_years), "18 and over"
    )


def age_text(born: date | None, died: date | None) -> str:
    """Age in words: hours and minutes are for the narrative, so the first day is "less than 1 day"."""
    if born is None or died is None:
        return NOT_KNOWN
    days = (died - born).days
    if days < 1:
        return "less than 1 day"
    if days < NEONATAL_DAYS:
        return counted(days, "day")
    if completed_years(born, died) < 1:
        months = max(completed_months(born, died), 1)
        return counted(months, "month") if days >= 56 else counted(days // 7, "week")
    return counted(completed_years(born, died), "year")
