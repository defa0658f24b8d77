"""Every clock that child death review is measured by, as dated policy rows, each with its source."""

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


@dataclass(frozen=True)
class Clock:
    """One limit. ``starts`` and ``ends`` are the events in words; ``limits`` in ``unit``, ascending.

    ``waits_for_awareness``: starts with awareness where the death was found or heard of later.
    ``in_force_from``: the first day on which this version of the rule applies here.
    """

    id: str
    name: str
    version: str
    source: str
    in_force_from: date
    starts: str
    ends: str
    unit: Unit
    limits: tuple[int, ...]
    note: str = ""
    waits_for_awareness: bool = False


_DEATH = "death, or awareness where the death was found or heard of later"
_RECEIVED = "notification received by the CDOP office"
_POLICY = "Panel policy"
_PANEL_BEGAN = date(2009, 2, 1)
_NCMD_BEGAN = date(2019, 4, 1)

NEXT_WORKING_DAY = Clock(
    "next_working_day", "Next working day", "1", "Local scorecard indicator", _PANEL_BEGAN, _DEATH, _RECEIVED,
    Unit.NEXT_WORKING_DAY, (1,), "The headline measure of the scorecard", waits_for_awareness=True,
)  # fmt: skip
WITHIN_24_HOURS = Clock(
    "24_hours", "24 hours", "1", "Local notification forms", _PANEL_BEGAN, _DEATH, _RECEIVED,
    Unit.HOURS, (24,), "Reported beside the headline measure", waits_for_awareness=True,
)  # fmt: skip
WITHIN_48_HOURS = Clock(
    "48_hours", "48 hours", "1", "National Child Mortality Database: from the death, whenever heard of",
    _NCMD_BEGAN, "death", "notified to the National Child Mortality Database",
    Unit.HOURS, (48,), "Counted here to the office's receipt; reported beside the headline measure",
)  # fmt: skip
NOTIFICATION_CLOCKS = (NEXT_WORKING_DAY, WITHIN_24_HOURS, WITHIN_48_HOURS)

CLOCKS: tuple[Clock, ...] = (
    *NOTIFICATION_CLOCKS,
    Clock("reporting_form", "Reporting form returned", "1", _POLICY, _NCMD_BEGAN, "request sent",
          "usable return or nil return", Unit.WORKING_DAYS, (15,),
          "Reminder at 10, overdue at 15, escalated at 20"),
    Clock("initial_joint_agency_meeting", "Initial joint agency response meeting", "1", _POLICY, _NCMD_BEGAN,
          "death", "meeting held", Unit.WORKING_DAYS, (2,), "Only where the criteria are met"),
    Clock("child_death_review_meeting", "Child death review meeting", "1", "Child death review guidance 2018",
          _NCMD_BEGAN, "death", "meeting held", Unit.MONTHS, (3,),
          "Age, and age net of holds, are both shown"),
    Clock("panel_review", "Panel review", "1", _POLICY, _NCMD_BEGAN,
          "draft of the child death review meeting received, or inquest conclusion where later",
          "reviewed at a quorate panel", Unit.WEEKS, (6,), "Age, and age net of holds, are both shown"),
    Clock("whole_review", "Whole review", "1", _POLICY, _NCMD_BEGAN, "death", "review complete",
          Unit.MONTHS, (6, 12), "The share within 12 months is the figure most compared"),
)  # fmt: skip
