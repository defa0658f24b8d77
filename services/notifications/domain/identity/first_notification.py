"""The first notification of a death keeps the clock, whichever of several merged notifications stays."""

from dataclasses import dataclass, replace

from services.notifications.domain.clocks.judging import Judgement, Times, faults_of, judge

COUNTED_FROM = "Counted from"


@dataclass(frozen=True)
class FirstNotification:
    """The earliest of a merged set, and the times as its notifier gave them."""

    reference: str
    times: Times


def times_counted(own: Times, first: FirstNotification | None) -> Times:
    """A case's times with the moment of the first notification.

    Where they would contradict each other (the case says that nobody was aware so early), all times are the
    first notifier's.
    """
    if first is None:
        return own
    joined = replace(own, notified=first.times.notified)
    return first.times if faults_of(joined) else joined


def judge_from_first(own: Times, first: FirstNotification | None) -> tuple[Judgement, ...]:
    """The notification clocks, with what they were counted from in their working."""
    judgements = judge(times_counted(own, first))
    if first is None:
        return judgements
    said = (COUNTED_FROM, f"{first.reference}, the first notification of this death, merged into this case")
    return tuple(replace(each, working=(*each.working[:-1], said, each.working[-1])) for each in judgements)
