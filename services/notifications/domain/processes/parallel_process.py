"""Another process about the same death: where it stands, what it holds up, and who let the panel go ahead."""

from dataclasses import dataclass
from datetime import date

from services.notifications.domain.clocks.pauses import Pause
from services.notifications.domain.processes.process_kinds import (
    CONCLUDED,
    PROCESS_KINDS,
    WITHDRAWN,
    Gate,
    ProcessKind,
)
from services.notifications.domain.processes.refusals import ProcessAlreadyConcluded
from shared.errors import Fault, Invalid
from shared.working_days import PastTheCalendar


@dataclass
class ParallelProcess:
    """``process_id`` is also the id of the hold that the panel is told of, where the kind has a gate.

    ``may_proceed_on``: from when the panel may go ahead although the process is open, with who agreed it.
    """

    process_id: str
    case_reference: str
    kind: str
    status: str
    status_on: date
    opened_on: date
    reference: str
    lead_contact: str
    recorded_by: str
    due_on: date | None = None
    concluded_on: date | None = None
    outcome: str = ""
    may_proceed_on: date | None = None
    may_proceed_agreed_by: str = ""
    may_proceed_because: str = ""

    @property
    def rule(self) -> ProcessKind:
        return PROCESS_KINDS[self.kind]

    @property
    def label(self) -> str:
        return self.rule.label

    @property
    def status_label(self) -> str:
        return "Recorded in error" if self.withdrawn else self.rule.statuses[self.status]

    @property
    def withdrawn(self) -> bool:
        """Whether it was recorded in error: the record is kept, and counts for nothing."""
        return self.status == WITHDRAWN

    @property
    def since(self) -> date:
        return self.opened_on

    @property
    def open(self) -> bool:
        return self.concluded_on is None

    @property
    def released_on(self) -> date | None:
        """The day from which it no longer holds the case up; None while it does, or never did."""
        days = [day for day in (self.concluded_on, self.may_proceed_on) if day]
        return min(days, default=None)

    @property
    def holds_up(self) -> bool:
        """Whether the panel waits for it."""
        return self.rule.gate is not Gate.NOTHING and self.released_on is None

    @property
    def pause(self) -> Pause | None:
        """The time in which it stopped clocks; None for a kind that stops none."""
        if self.rule.gate is Gate.NOTHING or self.withdrawn:
            return None
        return Pause(self.kind, self.label, self.opened_on, self.released_on, self.recorded_by)

    def is_the_same_as(self, other: "ParallelProcess") -> bool:
        """Whether both records are of one process: a reference that differs makes two of a kind."""
        return (self.kind, self.reference.casefold()) == (other.kind, other.reference.casefold())

    def days_late(self, on: date) -> int:
        """Days past its own limit while it is open; 0 without a limit."""
        return max((on - self.due_on).days, 0) if self.open and self.due_on else 0

    def update(self, status: str, *, on: date | None, today: date, outcome: str = "") -> None:
        """Take another status; "concluded" ends it and needs an outcome. Invalid names every fault."""
        if not self.open:
            raise ProcessAlreadyConcluded()
        faults = self._status_faults(status, on, today, outcome)
        if faults or on is None:
            raise Invalid(faults)
        self.status, self.status_on = status, on
        if status == CONCLUDED:
            self.concluded_on, self.outcome = on, outcome.strip()

    def withdraw(self, *, on: date, because: str) -> None:
        """Say that it was recorded in error. It holds nothing up and has never paused a clock."""
        if self.withdrawn:
            raise ProcessAlreadyConcluded("It has already been taken back.")
        if not because.strip():
            raise Invalid([Fault("withdrawn_because", "Write why the record is taken back")])
        self.status, self.status_on = WITHDRAWN, on
        self.concluded_on, self.outcome = self.opened_on, because.strip()

    def let_proceed(self, *, on: date | None, today: date, agreed_by: str, because: str) -> None:
        """Record that the panel may go ahead before it ends. Invalid names every fault."""
        if not self.holds_up:
            raise ProcessAlreadyConcluded("It does not hold the panel up, so there is nothing to release.")
        faults = _day_faults("agreed_on", on, today, self.opened_on)
        if not agreed_by.strip():
            faults.append(Fault("agreed_by", "Write who agreed: the lead of the process, and the chair"))
        if not because.strip():
            faults.append(Fault("because", "Write why the panel may go ahead"))
        if faults:
            raise Invalid(faults)
        self.may_proceed_on = on
        self.may_proceed_agreed_by, self.may_proceed_because = agreed_by.strip(), because.strip()

    def _status_faults(self, status: str, on: date | None, today: date, outcome: str) -> list[Fault]:
        faults = [] if status in self.rule.statuses else [Fault("status", "Choose where it stands now")]
        faults += _day_faults("status_on", on, today, self.opened_on)
        if status == CONCLUDED and not outcome.strip():
            faults.append(Fault("outcome", "Write how it ended"))
        return faults


def open_process(
    *, process_id: str, case: str, kind: str, opened_on: date | None, today: date, reference: str,
    lead_contact: str, by: str, died_on: date | None = None,
) -> ParallelProcess:  # fmt: skip
    """A process that has begun. ``died_on`` if it is one known day. Raises Invalid naming every fault."""
    faults = [] if kind in PROCESS_KINDS else [Fault("kind", "Choose the kind of process")]
    faults += _day_faults("opened_on", opened_on, today, None)
    if not faults and PROCESS_KINDS[kind].after_the_death and opened_on and died_on and opened_on < died_on:
        faults.append(Fault("opened_on", "The day is before the death. Check the year"))
    if faults or opened_on is None:
        raise Invalid(faults)
    rule = PROCESS_KINDS[kind]
    return ParallelProcess(
        process_id,
        case,
        kind,
        status=next(iter(rule.statuses)),
        status_on=opened_on,
        opened_on=opened_on,
        reference=reference.strip(),
        lead_contact=lead_contact.strip(),
        recorded_by=by,
        due_on=_due(rule, opened_on),
    )


def _due(rule: ProcessKind, opened_on: date) -> date | None:
    try:
        return rule.due(opened_on)
    except PastTheCalendar as refused:
        raise Invalid([Fault("opened_on", str(refused))]) from None


def _day_faults(field: str, day: date | None, today: date, first: date | None) -> list[Fault]:
    if day is None:
        return [Fault(field, "Enter the day")]
    if day > today:
        return [Fault(field, "The day must not be in the future")]
    return [Fault(field, "The day is before the process began")] if first and day < first else []
