"""The strip of a case: every clock with its state, its limit, what pauses it, and its working."""

from collections.abc import Sequence
from datetime import date

from services.notifications.domain.clocks.clock_rows import CLOCKS, NOTIFICATION_CLOCKS, Clock, clock_ids
from services.notifications.domain.clocks.clock_state import CaseFacts, ClockState
from services.notifications.domain.clocks.following import followed
from services.notifications.domain.clocks.judging import Judgement
from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.clocks.pauses import paused_days

__all__ = ["ClockState", "age_of", "strip"]
NOTIFIED = frozenset(clock.id for clock in NOTIFICATION_CLOCKS)


def age_of(facts: CaseFacts, on: date) -> tuple[int, int]:
    """Days from the death (the notification, where its day is not known) to the end of the review or ``on``;
    and the same net of the holds."""
    ended = facts.milestones.get("review_completed")
    start = facts.times.death.date or facts.times.notified.first_date or on
    end = min(ended.date or on, on) if ended else on
    days = max((end - start).days, 0)
    return days, days - paused_days(facts.pauses, start, end)


def strip(facts: CaseFacts, *, on: date, rows: Sequence[Clock] = CLOCKS) -> list[ClockState]:
    """Every clock, in the order of the rows. Raises PastTheCalendar."""
    judged = {each.clock.id: notified_state(each) for each in facts.notification or ()}
    return [
        facts.kept.get(clock_id) or judged.get(clock_id) or followed(clock_id, facts, on=on, rows=rows)
        for clock_id in clock_ids(rows)
        if clock_id in facts.kept or clock_id in judged or clock_id not in NOTIFIED
    ]


def notified_state(judgement: Judgement) -> ClockState:
    """A notification clock as judged: it has ended, as the notification is here."""
    state = {True: "met", False: "late", None: "cannot_be_judged"}[judgement.met]
    due_at = judgement.due_at
    return ClockState(
        judgement.clock.id,
        judgement.clock.name,
        state,
        due_at.astimezone(LONDON).date() if due_at else None,
        explained=lambda: judgement.working,
        version=judgement.clock.version,
        started=dict(judgement.working)["Clock starts"],
        due_at=due_at,
        ended_on=judgement.ended_on,
    )
