"""The clocks that come after the notification: when each is due, as far as is known, with its working."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from services.notifications.domain.clocks.clock_rows import CLOCKS, NOTIFICATION_CLOCKS, Clock, Unit
from services.notifications.domain.clocks.moments import written_date
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.supplementary_forms import joint_agency_reasons
from shared.working_days import add_working_days, skipped_between

FOLLOWING_CLOCKS = tuple(clock for clock in CLOCKS if clock not in NOTIFICATION_CLOCKS)
# Only where the criteria for it are met.
_JOINT_AGENCY = "initial_joint_agency_meeting"
_NOUNS: Mapping[Unit, str] = {Unit.WORKING_DAYS: "working days", Unit.WEEKS: "weeks", Unit.MONTHS: "months"}


@dataclass(frozen=True)
class FollowingClock:
    """One clock. ``due_on`` has a date for each limit, or none where ``working`` says why."""

    clock: Clock
    due_on: tuple[date, ...]
    working: str

    @property
    def limit(self) -> str:
        """ "6 and 12 months"."""
        return f"{' and '.join(map(str, self.clock.limits))} {_NOUNS[self.clock.unit]}"


def following_clocks(answers: Answers) -> tuple[FollowingClock, ...]:
    """Every clock of the policy that is not a notification clock. Raises PastTheCalendar."""
    return tuple(_followed(clock, answers) for clock in FOLLOWING_CLOCKS)


def _followed(clock: Clock, answers: Answers) -> FollowingClock:
    died_on = answers.died_on
    if clock.starts != "death":
        return FollowingClock(clock, (), f"Starts later: {clock.starts}")
    if clock.id == _JOINT_AGENCY and not joint_agency_reasons(answers):
        return FollowingClock(clock, (), "Not needed: the notification meets none of the criteria")
    if died_on is None:
        return FollowingClock(clock, (), "The date of death is not known")
    due_on = tuple(_due(clock, died_on, limit) for limit in clock.limits)
    return FollowingClock(
        clock, due_on, f"From the death on {written_date(died_on)}{_skipped(clock, died_on, due_on)}"
    )


def _due(clock: Clock, start: date, limit: int) -> date:
    return add_working_days(start, limit) if clock.unit is Unit.WORKING_DAYS else months_after(start, limit)


def _skipped(clock: Clock, start: date, due_on: tuple[date, ...]) -> str:
    if clock.unit is not Unit.WORKING_DAYS:
        return ""
    days = skipped_between(start, due_on[-1])
    named = "; ".join(f"{day.day:%A} {day.day.day} {day.day:%B} ({day.reason})" for day in days)
    return f". Days that do not count: {named or 'none'}"


def months_after(start: date, months: int) -> date:
    """The same day so many calendar months later; the last of the month where there is no such day."""
    years, month = divmod(start.month - 1 + months, 12)
    for day in range(start.day, start.day - 4, -1):
        try:
            return date(start.year + years, month + 1, day)
        except ValueError:
            continue
    raise AssertionError("every month has at least 28 days")
