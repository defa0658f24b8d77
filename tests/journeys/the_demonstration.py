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


@cache
def seeded_cases() -> tuple[DemoCase, ...]:
    """What is under way and the last panels of the demonstration; the whole of it for the pictures."""
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
    """Every case that is not reviewed, a third of those still gathered for, and the last panels' cases."""
    panels = sorted({case.meeting_on for case in every if case.meeting_on})[-LAST_PANELS:]
    gathered = [case for case in every if case.progress is Progress.GATHERING][::3]
    return [
        case
        for case in every
        if (case.meeting_on is None or case.meeting_on in panels)
        and (case.progress is not Progress.GATHERING or case in gathered)
    ]
