"""Every clock that child death review is measured by, as dated policy rows, each with its source.

A change of policy is a new row with the same id: the row before it ends with ``in_force_until`` and stays,
so that a clock which started under it is judged by it for ever.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Unit(StrEnum):
    """How a limit is counted."""

    NEXT_WORKING_DAY = "end of the next working day, England"
    HOURS = "elapsed hours"
    WORKING_DAYS = "working days, England"
    WEEKS = "weeks"
    MONTHS = "calendar months"


class StartEvent(StrEnum):
    """What a notification clock was started by."""

    DEATH = "death"
    AWARENESS = "awareness"


class Starts(StrEnum):
    """The event that starts a clock, in words."""

    DEATH_OR_AWARENESS = "death, or awareness where the death was found or heard of later"
    DEATH = "death"
    REQUEST = "request sent"
    DRAFT_OR_INQUEST = "draft of the child death review meeting received, or inquest conclusion where later"


@dataclass(frozen=True)
class Clock:
    """One limit, in ``unit``. ``ends``: the event in words; ``ended_by``: its milestone, if it is one.

    ``waits_for_awareness``: starts with awareness where the death was found or heard of later.
    ``in_force_from`` and ``in_force_until``: the first and last day on which this version applies here
    (None: it applies still). ``soon``: from how many days before the end it is shown as due soon.
    """

    id: str
    name: str
    version: str
    source: str
    in_force_from: date
    starts: Starts
    ends: str
    unit: Unit
    limit: int
    note: str = ""
    waits_for_awareness: bool = False
    ended_by: str = ""
    soon: int = 1
    in_force_until: date | None = None

    @property
    def limit_in_words(self) -> str:
        """ "6 weeks"; the next working day says it itself."""
        return self.unit.value if self.unit is Unit.NEXT_WORKING_DAY else f"{self.limit} {self.unit.value}"


_RECEIVED = "notification received by the CDOP office"
_POLICY = "Panel policy"
_PANEL_BEGAN = date(2009, 2, 1)
_NCMD_BEGAN = date(2019, 4, 1)
_BOTH_AGES = "Age, and age net of holds, are both shown"

NEXT_WORKING_DAY = Clock(
    "next_working_day", "Next working day", "1", "Local scorecard indicator", _PANEL_BEGAN,
    Starts.DEATH_OR_AWARENESS, _RECEIVED, Unit.NEXT_WORKING_DAY, 1,
    "The headline measure of the scorecard", waits_for_awareness=True,
)  # fmt: skip
WITHIN_24_HOURS = Clock(
    "24_hours", "24 hours", "1", "Local notification forms", _PANEL_BEGAN,
    Starts.DEATH_OR_AWARENESS, _RECEIVED, Unit.HOURS, 24,
    "Reported beside the headline measure", waits_for_awareness=True,
)  # fmt: skip
WITHIN_48_HOURS = Clock(
    "48_hours", "48 hours, to the office", "1",
    "National Child Mortality Database: from the death, whenever heard of", _NCMD_BEGAN,
    Starts.DEATH, "notified to the National Child Mortality Database", Unit.HOURS, 48,
    "Counted here to the office's receipt; reported beside the headline measure",
)  # fmt: skip
NOTIFICATION_CLOCKS = (NEXT_WORKING_DAY, WITHIN_24_HOURS, WITHIN_48_HOURS)

CLOCKS: tuple[Clock, ...] = (
    *NOTIFICATION_CLOCKS,
    Clock("national_database", "National database told", "1", "National Child Mortality Database: 48 hours",
          _NCMD_BEGAN, Starts.DEATH, "notified to the National Child Mortality Database", Unit.HOURS, 48,
          "From the death to the day the office told the database", ended_by="national_database_notified"),
    Clock("reporting_form", "Reporting forms returned", "1", _POLICY, _NCMD_BEGAN, Starts.REQUEST,
          "usable return or nil return", Unit.WORKING_DAYS, 15,
          "Reminder at 10, overdue at 15, escalated at 20; an agency can have its own limit", soon=3),
    Clock("initial_joint_agency_meeting", "Initial joint agency response meeting", "1", _POLICY, _NCMD_BEGAN,
          Starts.DEATH, "meeting held", Unit.WORKING_DAYS, 2, "Only where the criteria are met",
          ended_by="initial_joint_agency_meeting_held"),
    Clock("child_death_review_meeting", "Child death review meeting", "1", "Child death review guidance 2018",
          _NCMD_BEGAN, Starts.DEATH, "meeting held", Unit.MONTHS, 3, _BOTH_AGES,
          ended_by="child_death_review_meeting_held", soon=14),
    Clock("panel_review", "Panel review", "1", _POLICY, _NCMD_BEGAN, Starts.DRAFT_OR_INQUEST,
          "reviewed at a quorate panel", Unit.WEEKS, 6, _BOTH_AGES, ended_by="panel_reviewed", soon=14),
    Clock("whole_review_6_months", "Whole review, 6 months", "1", _POLICY, _NCMD_BEGAN, Starts.DEATH,
          "review complete", Unit.MONTHS, 6, _BOTH_AGES, ended_by="review_completed", soon=28),
    Clock("whole_review_12_months", "Whole review, 12 months", "1", _POLICY, _NCMD_BEGAN, Starts.DEATH,
          "review complete", Unit.MONTHS, 12, "The share within 12 months is the figure most compared",
          ended_by="review_completed", soon=28),
)  # fmt: skip


def clock_ids(rows: Sequence[Clock] = CLOCKS) -> tuple[str, ...]:
    """Every clock, in the order of the rows, each once."""
    return tuple(dict.fromkeys(row.id for row in rows))


def versions_of(clock_id: str, rows: Sequence[Clock] = CLOCKS) -> Sequence[Clock]:
    """The versions of a clock, the earliest first."""
    return _VERSIONS.get(clock_id, ()) if rows is CLOCKS else _versions(clock_id, rows)


def _versions(clock_id: str, rows: Sequence[Clock]) -> Sequence[Clock]:
    return sorted((row for row in rows if row.id == clock_id), key=lambda row: row.in_force_from)


# Put in order once: a list of a thousand cases asks for each clock of each.
_VERSIONS = {clock_id: _versions(clock_id, CLOCKS) for clock_id in clock_ids()}


def in_force(clock_id: str, day: date, rows: Sequence[Clock] = CLOCKS) -> Clock:
    """The version of a clock in force on the day its start event happened.

    Before the first version the first one is used: a death of before the panel is judged all the same.
    """
    versions = versions_of(clock_id, rows)
    begun = [row for row in versions if row.in_force_from <= day]
    running = [row for row in begun if row.in_force_until is None or day <= row.in_force_until]
    return (running or begun or versions[:1])[-1]
