"""A signal on its way: raised, seen by a person, assessed, closed. It cannot vanish: each step is dated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from services.theming.domain.london_days import london_day
from services.theming.domain.signals.settings import SignalSettings
from shared.errors import Fault, Invalid, TransitionRefused
from shared.identifier_patterns import identifiers_in, with_article
from shared.named_people import naming_faults
from shared.working_days import add_working_days

LONGEST_TEXT = 2000
LONGEST_TOLD = 200


class SignalStatus(StrEnum):
    RAISED = "raised"
    SEEN = "seen"
    ASSESSED = "assessed"
    CLOSED = "closed"


S = SignalStatus

SIGNAL_TRANSITIONS: dict[SignalStatus, frozenset[SignalStatus]] = {
    S.RAISED: frozenset({S.SEEN}),
    S.SEEN: frozenset({S.ASSESSED}),
    S.ASSESSED: frozenset({S.ASSESSED, S.CLOSED}),
    S.CLOSED: frozenset(),
}
STATUS_LABELS: dict[SignalStatus, str] = {
    S.RAISED: "Nobody has seen it yet",
    S.SEEN: "Seen, to be assessed",
    S.ASSESSED: "Assessed",
    S.CLOSED: "Closed",
}
NEXT_STEPS: dict[SignalStatus, str] = {
    S.RAISED: "To be seen",
    S.SEEN: "To be assessed",
    S.ASSESSED: "To be looked at again or closed",
}
OUTCOMES = {
    "chance": "Probably chance",
    "recording": "A change in what is notified or recorded",
    "known": "A rise that was known already",
    "real": "A rise that is probably real",
    "not_settled": "It cannot be settled from what is known",
}


@dataclass(frozen=True)
class Evidence:
    """What spoke, as it stood when the signal was raised. ``expected`` in the same days as ``in_window``.

    ``window_starts_on``: the first of those days. ``a_year``: the usual number a year. No case is named.
    """

    methods: tuple[str, ...]
    in_window: int
    expected: float
    window_starts_on: date
    a_year: float


@dataclass(eq=False)
class Signal:
    """``raised_on``: the day of the notification that tipped it; ``raised_at``: when it was noticed."""

    id: str
    series: str
    label: str
    raised_on: date
    raised_at: datetime
    settings: str
    status: SignalStatus = SignalStatus.RAISED
    seen_at: datetime | None = None
    assessed_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: str = ""

    def see(self, *, at: datetime) -> None:
        self._move_to(S.SEEN)
        self.seen_at = at

    def assess(self, *, at: datetime, finding: str, outcome: str, names_nobody: bool = False) -> None:
        """Also a second time, when more is known. ``names_nobody``, here and below: nobody is meant by what
        might be a name. Raises Invalid naming every fault.
        """
        self._check_step(S.ASSESSED)
        faults = text_faults("finding", finding, "Say what you found", LONGEST_TEXT)
        faults += naming_faults({"finding": finding}, names_nobody=names_nobody)
        if outcome not in OUTCOMES:
            faults.append(Fault("outcome", "Choose what it probably is"))
        if faults:
            raise Invalid(faults)
        self.status, self.assessed_at, self.outcome = S.ASSESSED, at, outcome

    def close(
        self,
        *,
        at: datetime,
        reason: str,
        somebody_was_told: bool,
        nobody_to_tell: bool,
        names_nobody: bool = False,
    ) -> None:
        """Raises Invalid without a reason, or when it is not said who was told, or that nobody need be."""
        self._check_step(S.CLOSED)
        faults = text_faults("reason", reason, "Say why it can be closed", LONGEST_TEXT)
        faults += naming_faults({"reason": reason}, names_nobody=names_nobody)
        if not somebody_was_told and not nobody_to_tell:
            faults.append(
                Fault("nobody_to_tell", "Record above who was told, or say that nobody needs to be told")
            )
        if faults:
            raise Invalid(faults)
        self.status, self.closed_at = S.CLOSED, at

    def check_open(self) -> None:
        """Whether anything can still be recorded of it."""
        if self.status is S.CLOSED:
            raise TransitionRefused("This signal is closed.")

    def due_on(self, settings: SignalSettings) -> date | None:
        """The day by which its next step is due; None once it is closed."""
        if self.status is S.CLOSED:
            return None
        if self.status is S.ASSESSED and self.assessed_at:
            return add_working_days(london_day(self.assessed_at), settings.look_again_within)
        within = settings.see_within if self.status is S.RAISED else settings.assess_within
        return add_working_days(london_day(self.raised_at), within)

    def _check_step(self, to: SignalStatus) -> None:
        if to not in SIGNAL_TRANSITIONS[self.status]:
            raise TransitionRefused(f"This signal stands at: {STATUS_LABELS[self.status].lower()}.")

    def _move_to(self, to: SignalStatus) -> None:
        self._check_step(to)
        self.status = to


def signal_id(series: str, raised_on: date) -> str:
    """For example circumstance-drowning-2026-08-03."""
    return f"{series}-{raised_on.isoformat()}"


def told_faults(whom: str, told_on: date | None, today: date) -> list[Fault]:
    """What is wrong with who was told, as typed."""
    faults = text_faults("whom", whom, "Say who was told: the role and organisation", LONGEST_TOLD)
    if told_on is None:
        faults.append(Fault("told_on", "Enter the day they were told, for example 15 3 2026"))
    elif told_on > today:
        faults.append(Fault("told_on", "The day must be today or earlier"))
    return faults


def text_faults(field: str, text: str, missing: str, longest: int) -> list[Fault]:
    faults = [] if text else [Fault(field, missing)]
    if len(text) > longest:
        faults.append(Fault(field, f"Use {longest} characters or fewer"))
    return faults + [
        Fault(field, f"This seems to show {with_article(kind)}: leave it out")
        for kind in identifiers_in(text)
    ]


def is_new(raised_on: date, before: Sequence[date], settings: SignalSettings) -> bool:
    """Whether a signal of a series is a new one, given the days on which others of it were raised."""
    return all(abs((raised_on - day).days) > settings.rest_days for day in before)
