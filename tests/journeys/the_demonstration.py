"""Which of the demonstration's cases the journeys go through, and what its scorecard must then say."""

from collections.abc import Sequence
from functools import cache

from deploy.demo import demo_cases
from deploy.demo.case import DemoCase, Progress
from shared.indicators import Timeliness, timeliness_of
from shared.periods import parse_period, period_of
from tests.journeys.looking import taking_pictures
from tests.journeys.the_child import LONDON

LAST_PANELS = 3
# Seventeen waiting cases fill the meetings to come and one without a quorum; some wait for another.
WAITING, EVERY_GATHERED, EVERY_HELD = 21, 8, 4


@cache
def seeded_cases() -> tuple[DemoCase, ...]:
    """Some of what is under way, and the last panels; the whole demonstration for the pictures.

    Whoever waits for the tests waits for every case: to seed it, and for axe on every list it stands in.
    """
    every = demo_cases()
    return tuple(every if taking_pictures() else _lately(every))


def timeliness_in(half_year: str) -> Timeliness:
    """How many of the seeded cases were notified and accepted in that half-year, and how many in time."""
    period = parse_period(half_year)
    return timeliness_of(
        [
            case.in_time
            for case in seeded_cases()
            if case.progress is not Progress.INBOX
            and period_of(case.notified_at.astimezone(LONDON).date(), period.kind) == period
        ]
    )


def _lately(every: Sequence[DemoCase]) -> list[DemoCase]:
    """The last panels' cases, the whole inbox, and of each other pile as many as its pages need."""
    panels = sorted({case.meeting_on for case in every if case.meeting_on})[-LAST_PANELS:]
    held, gathered, waiting = (
        [case for case in every if case.progress is progress and case.meeting_on is None]
        for progress in (Progress.ON_HOLD, Progress.GATHERING, Progress.READY)
    )
    waiting.sort(key=lambda case: case.died_at)  # as meetings take them
    kept = [*held[::EVERY_HELD], *gathered[::EVERY_GATHERED], *waiting[:WAITING]]
    inbox = [case for case in every if case.progress is Progress.INBOX]
    reviewed = [case for case in every if case.meeting_on in panels]
    return sorted([*kept, *inbox, *reviewed], key=lambda case: case.number)
