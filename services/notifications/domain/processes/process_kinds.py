"""The processes that can run beside a review, as a table: where each can stand, its limit, what it stops."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.notifications.domain.clocks.months import months_after
from shared.counted_words import counted
from shared.working_days import add_working_days

VERSION = "2026.1"
CONCLUDED = "concluded"
WITHDRAWN = "recorded_in_error"  # of any kind; never chosen as where a process stands


class Gate(StrEnum):
    """What an open process stops: nothing, the panel's listing of the case, or only its completion."""

    NOTHING = "nothing"
    LISTING = "listing"
    COMPLETION = "completion"


GATES: Mapping[Gate, str] = {
    Gate.NOTHING: "Holds nothing up",
    Gate.LISTING: "The case cannot be listed for a panel while it is open",
    Gate.COMPLETION: "The panel can discuss the case, but not complete the review, while it is open",
}


@dataclass(frozen=True)
class ProcessKind:
    """``statuses``: code to label, the first as it begins. ``working_days`` or ``months``: its own limit.
    ``after_the_death``: it is about the death alone, so that it can't have begun before it.
    """

    label: str
    gate: Gate
    statuses: Mapping[str, str]
    source: str
    working_days: int = 0
    months: int = 0
    after_the_death: bool = False

    def due(self, opened_on: date) -> date | None:
        """Its own limit, if it has one. Raises PastTheCalendar."""
        if self.working_days:
            return add_working_days(opened_on, self.working_days)
        return months_after(opened_on, self.months) if self.months else None

    @property
    def limit(self) -> str:
        """ "15 working days"; "" without one."""
        if self.working_days:
            return counted(self.working_days, "working day")
        return counted(self.months, "month") if self.months else ""


def _statuses(**labels: str) -> Mapping[str, str]:
    return {**labels, CONCLUDED: "Concluded"}


_REVIEW = _statuses(opened="Opened", under_way="Under way", draft_report="Draft report received")
PROCESS_KINDS: Mapping[str, ProcessKind] = {
    "inquest": ProcessKind(
        "Inquest", Gate.LISTING,
        _statuses(opened="Opened, or coroner informed", adjourned="Adjourned", listed="Hearing listed"),
        "Chief Coroner: inquests are meant to end within 6 months", months=6,
        after_the_death=True),
    "criminal_proceedings": ProcessKind(
        "Criminal investigation or trial", Gate.LISTING,
        _statuses(investigating="Police investigating", charged="Charged", trial="Trial listed"),
        "Child death review guidance 2018"),
    "rapid_review": ProcessKind(
        "Rapid review by the safeguarding partners", Gate.NOTHING,
        _statuses(opened="Incident notified", meeting_held="Meeting held"),
        "Safeguarding procedures: 15 working days", working_days=15),
    "safeguarding_practice_review": ProcessKind(
        "Child safeguarding practice review", Gate.LISTING, _REVIEW,
        "Working Together 2023: published within 6 months where possible", months=6),
    "perinatal_review": ProcessKind(
        "Perinatal mortality review", Gate.LISTING, _REVIEW, "Perinatal Mortality Review Tool; panel policy",
        after_the_death=True),
    "maternity_investigation": ProcessKind(
        "Maternity and newborn safety investigation", Gate.LISTING, _REVIEW, "MNSI; panel policy"),
    "patient_safety_investigation": ProcessKind(
        "NHS patient-safety investigation", Gate.COMPLETION, _REVIEW,
        "Patient Safety Incident Response Framework; panel policy"),
    "results_awaited": ProcessKind(
        "Post-mortem or genetic results", Gate.LISTING,
        _statuses(awaited="Awaited", preliminary="Preliminary result received"), "Panel policy"),
    "other_panel": ProcessKind(
        "Review by another child death overview panel", Gate.LISTING, _REVIEW, "Panel policy",
        after_the_death=True),
    "learning_disability_review": ProcessKind(
        "Learning disability mortality review", Gate.NOTHING, _REVIEW, "Panel policy", after_the_death=True),
}  # fmt: skip
