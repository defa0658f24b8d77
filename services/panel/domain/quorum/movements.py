"""Who left and came back during a meeting, with the time: what the count for a case goes back to."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from services.panel.domain.london_days import LONDON, london_day
from shared.errors import Fault, Invalid

WAYS: dict[str, str] = {"left": "left", "returned": "came back"}
_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


@dataclass(frozen=True)
class Movement:
    """``way``: a key of WAYS. ``case_reference``: the case that was being discussed, or came next."""

    case_reference: str
    person_id: str
    person_name: str
    way: str
    at: datetime

    @property
    def in_words(self) -> str:
        """For example "10:40 Sam Example left"."""
        return f"{self.at.astimezone(LONDON):%H:%M} {self.person_name} {WAYS[self.way]}"


def time_of_movement(typed: str, *, held_on: date, now: datetime) -> datetime:
    """The instant of a time of the meeting's day ("10:40", London); ``now`` where none is typed that day.

    Invalid for what is no time, or is still to come, and for none at all once the day is over. A meeting
    that was started before its day has its movements today.
    """
    today = london_day(now)
    if not typed.strip():
        if held_on < today:
            raise Invalid([Fault("at", "The meeting was on another day: enter the time, such as 10:40")])
        return now
    read = _TIME.fullmatch(typed.strip())
    if read is None:
        raise Invalid([Fault("at", "Enter a time such as 10:40, or leave it empty for now")])
    at = datetime.combine(min(held_on, today), time(int(read[1]), int(read[2])), LONDON).astimezone(UTC)
    if at > now:
        raise Invalid([Fault("at", "The time is still to come")])
    return at


def check_order(earlier: Iterable[Movement], people: Collection[str], at: datetime) -> None:
    """Invalid where one of ``people`` would have moved before a movement of theirs that is recorded."""
    later = [one for one in earlier if one.person_id in people and one.at > at]
    if later:
        told = later[-1].in_words
        raise Invalid([Fault("at", f"“{told}” is recorded: enter a time that is not before it")])


def changes(before: set[str], after: set[str]) -> list[tuple[str, str]]:
    """Person and way for everybody who left the room or came back to it, in a fixed order."""
    left = [(person, "left") for person in sorted(after - before)]
    return left + [(person, "returned") for person in sorted(before - after)]
