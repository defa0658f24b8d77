"""How a reporting year stands with the national database before it ends on 31 March."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from services.notifications.domain.national_return.finalising import ReturnState
from shared.periods import Period


@dataclass(frozen=True)
class ReturnRow:
    """One case. ``since``: the day of its latest step; ``faults``: labels of items that would not be taken;
    ``late``: more than 48 hours have gone since the death."""

    reference: str
    notified_on: date
    died_on: date | None
    state: ReturnState
    since: date | None
    faults: tuple[str, ...]
    blocks: tuple[str, ...]
    late: bool


@dataclass(frozen=True)
class YearEnd:
    """``to_send``: cases notified to the office by the end of the year and not yet told to the database.

    ``to_finalise``: those with nothing in the way; ``held``: those that something keeps open; ``finalised``:
    how many were in the year. A case is of the year of its notification; open ones are carried on.
    """

    period: Period
    to_send: tuple[ReturnRow, ...]
    to_finalise: tuple[ReturnRow, ...]
    held: tuple[ReturnRow, ...]
    finalised: int


def year_end(rows: Iterable[ReturnRow], year: Period, *, finalised: int) -> YearEnd:
    """The list to work through before ``year`` ends."""
    due = [row for row in rows if row.notified_on <= year.ends_on]
    told = [row for row in due if row.state in (ReturnState.NOTIFIED, ReturnState.REOPENED)]
    return YearEnd(
        period=year,
        to_send=tuple(row for row in due if row.state is ReturnState.NOT_SENT),
        to_finalise=tuple(row for row in told if not row.blocks),
        held=tuple(row for row in told if row.blocks),
        finalised=finalised,
    )
