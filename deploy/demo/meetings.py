"""When the panel met and which cases it took: monthly, with a neonatal meeting every other month."""

from datetime import date, datetime, timedelta

FIRST_MONTH = (2025, 3)
LAST_MONTH = (2026, 11)
LAST_DAY = date(2026, 11, 14)  # the meetings after it are planned by the seed, from the day it runs
_NEONATAL_MONTHS = (1, 3, 5, 7, 9, 11)
_SIZES = (8, 9, 9, 8, 7, 9, 8, 9, 9, 8)
_DAYS_BEFORE_REVIEW = 95
_THURSDAY, _TUESDAY = 3, 1


def meeting_days() -> list[tuple[date, bool]]:
    """Every meeting so far, with whether it was a neonatal one."""
    found = []
    for month in range(FIRST_MONTH[0] * 12 + FIRST_MONTH[1] - 1, LAST_MONTH[0] * 12 + LAST_MONTH[1]):
        year, number = divmod(month, 12)
        found.append((_nth(year, number + 1, _THURSDAY, 2), False))
        if number + 1 in _NEONATAL_MONTHS:
            found.append((_nth(year, number + 1, _TUESDAY, 4), True))
    return sorted(row for row in found if row[0] <= LAST_DAY)


def allocate(deaths: list[tuple[int, datetime, bool]]) -> dict[int, date]:
    """Case -> meeting, oldest death first; some go on waiting. ``deaths``: case, when, whether neonatal."""
    waiting = sorted(deaths, key=lambda row: row[1])
    found: dict[int, date] = {}
    for n, (day, neonatal) in enumerate(meeting_days()):
        due = [row for row in waiting if _is_due(row[1], day) and (row[2] or not neonatal)]
        for row in due[: _SIZES[n % len(_SIZES)]]:
            found[row[0]] = day
            waiting.remove(row)
    return found


def _is_due(died_at: datetime, day: date) -> bool:
    return died_at.date() + timedelta(days=_DAYS_BEFORE_REVIEW) <= day


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
