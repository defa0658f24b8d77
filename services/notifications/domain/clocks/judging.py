"""Judging the notification clocks: met, late, or cannot be judged, each with its working.

Interval arithmetic throughout: an answer is given only where it holds whatever the unknown part is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from services.notifications.domain.clocks.clock_rows import (
    CLOCKS,
    NOTIFICATION_CLOCKS,
    Clock,
    StartEvent,
    Unit,
    in_force,
)
from services.notifications.domain.clocks.moments import (
    LONDON,
    Moment,
    Precision,
    end_of,
    written,
    written_moment,
)
from shared.errors import Fault
from shared.working_days import SkippedDay, check_within_calendar, next_working_day, skipped_between

_LAST_TICK = timedelta(microseconds=999_999)
_EXACTNESS = {
    Precision.INSTANT: 0,
    Precision.REPEATED_HOUR: 0,
    Precision.DAY: 1,
    Precision.BETWEEN: 2,
    Precision.UNKNOWN: 3,
}


@dataclass(frozen=True)
class Times:
    """What the clocks are judged from. ``aware`` is None where it was not recorded apart from the death."""

    death: Moment
    aware: Moment | None
    notified: Moment


@dataclass(frozen=True)
class Judgement:
    """One clock as judged. ``met`` None: cannot be judged; ``due_at`` (UTC) None: it has no single instant.

    ``working`` is the argument, as (label, sentence) pairs; ``ended_on`` the day of the notification.
    """

    clock: Clock
    starts_from: StartEvent
    due_at: datetime | None
    met: bool | None
    skipped: tuple[SkippedDay, ...]
    working: tuple[tuple[str, str], ...]
    ended_on: date | None = None


def faults_of(times: Times) -> list[Fault]:
    """What contradicts itself: events that cannot be in the order death, awareness, notification."""
    found = []
    if _before(times.notified, times.death):
        found.append(Fault("notified_at", "The notification is before the death"))
    if times.aware and _before(times.aware, times.death):
        found.append(Fault("aware_at", "Awareness of the death is before the death"))
    elif times.aware and _before(times.notified, times.aware):
        found.append(Fault("notified_at", "The notification is before anybody was aware of the death"))
    return found


def judge(times: Times, rows: Sequence[Clock] = CLOCKS) -> tuple[Judgement, ...]:
    """The three notification clocks, in the order of NOTIFICATION_CLOCKS, by the rule of their first day.

    ``faults_of(times)`` must be empty. Raises PastTheCalendar for a limit beyond the bank holiday calendar.
    """
    return tuple(_judge(_rule(clock, times, rows), times) for clock in NOTIFICATION_CLOCKS)


def _rule(clock: Clock, times: Times, rows: Sequence[Clock]) -> Clock:
    """The version in force when the clock started; if that day is not known, when the death was notified."""
    day = start_of(clock, times)[1].last_date or times.notified.last_date
    return in_force(clock.id, day, rows) if day else clock


def start_of(clock: Clock, times: Times) -> tuple[StartEvent, Moment]:
    """What starts a clock, and when.

    Awareness never comes before a death: where the death is less exactly known than the awareness, a clock
    that waits for awareness starts with it, whenever the death was.
    """
    death, aware = times.death, times.aware
    if aware is None:
        return StartEvent.DEATH, death
    if clock.waits_for_awareness and _is_later(aware, death):
        return StartEvent.AWARENESS, aware
    return StartEvent.DEATH, _ended_by(death, aware)


def _is_later(aware: Moment, death: Moment) -> bool:
    if aware.earliest is None:
        return False
    if death.latest is None or aware.earliest > death.latest:
        return True
    return _EXACTNESS[aware.precision] < _EXACTNESS[death.precision]


def _ended_by(death: Moment, aware: Moment) -> Moment:
    """What is known of a death, also knowing that it was not after ``aware``."""
    if death.is_timed or aware.latest is None or (death.latest and death.latest <= aware.latest):
        return death
    return Moment(death.earliest, aware.latest, Precision.BETWEEN if death.earliest else Precision.UNKNOWN)


def _judge(clock: Clock, times: Times) -> Judgement:
    event, start = start_of(clock, times)
    first, last = _deadline(clock, start.earliest), _deadline(clock, start.latest)
    met = _met(first, last, times.notified)
    single = first if first and (first == last or start.is_timed) else None
    due_at = single.replace(microsecond=0) if single and clock.unit is Unit.NEXT_WORKING_DAY else single
    skipped = _skipped(clock, start, due_at)
    working = (
        ("Rule", f"{clock.name}, version {clock.version} ({clock.source})"),
        ("Death", written_moment(times.death)),
        ("Awareness", written_moment(times.aware) if times.aware else "not recorded apart from the death"),
        ("Clock starts", _start_in_words(clock, event, start)),
        ("Days that do not count", _days_in_words(clock, skipped)),
        ("Due", written(due_at) if due_at else "no single time: the start is not known well enough"),
        ("Notified", written_moment(times.notified)),
        ("Result", _result_in_words(met, single, times.notified)),
    )
    return Judgement(clock, event, due_at, met, skipped, working, times.notified.last_date)


def _deadline(clock: Clock, start: datetime | None) -> datetime | None:
    """The last instant in time for a clock that starts at ``start``; None if that is not known."""
    if start is None:
        return None
    local = start.astimezone(LONDON).date()
    if clock.unit is Unit.NEXT_WORKING_DAY:
        return end_of(next_working_day(local)) + _LAST_TICK
    check_within_calendar(local)
    return start + timedelta(hours=clock.limit)


def _met(first: datetime | None, last: datetime | None, notified: Moment) -> bool | None:
    """In time even for the earliest deadline: met. After even the latest: late. Else it cannot be judged."""
    if first and notified.latest and notified.latest <= first:
        return True
    if last and notified.earliest and notified.earliest > last:
        return False
    return None


def _before(one: Moment, other: Moment) -> bool:
    return bool(one.latest and other.earliest and one.latest < other.earliest)


def _skipped(clock: Clock, start: Moment, due_at: datetime | None) -> tuple[SkippedDay, ...]:
    if clock.unit is not Unit.NEXT_WORKING_DAY or due_at is None or start.last_date is None:
        return ()
    return skipped_between(start.last_date, due_at.astimezone(LONDON).date())


def _start_in_words(clock: Clock, event: StartEvent, start: Moment) -> str:
    if event is StartEvent.AWARENESS:
        return f"with awareness, which was later than the death: {written_moment(start)}"
    always = "" if clock.waits_for_awareness else " (this clock always runs from the death)"
    return f"with the death: {written_moment(start)}{always}"


def _days_in_words(clock: Clock, skipped: tuple[SkippedDay, ...]) -> str:
    if clock.unit is not Unit.NEXT_WORKING_DAY:
        return "none: every hour counts"
    return "; ".join(f"{day.day:%A} {day.day.day} {day.day:%B} ({day.reason})" for day in skipped) or "none"


def _result_in_words(met: bool | None, due_at: datetime | None, notified: Moment) -> str:
    if met is None:
        return "cannot be judged: with what is known it could be in time or late"
    word = "met" if met else "late"
    if due_at is None or not notified.is_exact or notified.earliest is None:
        return f"{word}, whatever the unknown time was"
    gap = duration(abs(notified.earliest - due_at))
    return f"met with {gap} to spare" if met else f"late by {gap}"


def duration(length: timedelta) -> str:
    """ "2 days 3 hours 5 minutes"; "less than a minute" below one."""
    minutes = int((length + timedelta(seconds=1)).total_seconds()) // 60
    parts = ((minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute"))
    said = [f"{count} {unit}{'' if count == 1 else 's'}" for count, unit in parts if count]
    return " ".join(said) or "less than a minute"
