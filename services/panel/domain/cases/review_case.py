"""A child's death on its way through review: who has told us what, what it waits for, where it stands."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from services.panel.domain.cases.case_status import (
    CASE_TRANSITIONS,
    CLOSED,
    MADE_READY_FROM,
    REASONS_OF_STEPS,
    SIGNED_OFF,
    STATUS_LABELS,
    STOPPED_BY_A_HOLD,
    WITH_THE_OFFICE,
    CaseStatus,
)
from services.panel.domain.cases.holds import Hold, days_on_hold
from services.panel.domain.cases.readiness import INVOLVED, OFFICE, missing_in_short, missing_of, unanswered
from services.panel.domain.cases.sources import InformationSource
from services.panel.domain.cases.step_grounds import ground_label
from services.panel.domain.london_days import london_day
from services.panel.domain.refusals import CaseCannotMove, CaseHeld, CaseNotReady, HoldAlreadyLifted


@dataclass(eq=False)
class StatusChange:
    """One step of the case: who took it, when (UTC) and why.

    ``ground``: id of a row of the grounds for this step; ``concerns``: the panel it went to, or the case it
    duplicates; ``authorised_by``: the post that authorised it. "" where nothing of the kind is asked.
    """

    from_status: CaseStatus
    to_status: CaseStatus
    by: str
    at: datetime
    reason: str
    ground: str = ""
    concerns: str = ""
    authorised_by: str = ""

    @property
    def why(self) -> str:
        """Everything that was said of the step, in one line."""
        ground = ground_label(self.to_status, self.ground)
        concerns = f"{_CONCERNS.get(self.to_status, '')} {self.concerns}" if self.concerns else ""
        authorised = f"Authorised by {self.authorised_by}" if self.authorised_by else ""
        return ". ".join(filter(None, (ground, concerns.strip(), self.reason.rstrip("."), authorised)))


_CONCERNS = {CaseStatus.TRANSFERRED: "To", CaseStatus.DUPLICATE: "Duplicate of"}


@dataclass(eq=False)
class ReviewCase:
    """The de-identified case. Its age starts on ``notified_on``: the exact date of death is not held here."""

    reference: str
    notified_on: date
    died_in: str | None
    age_band: str
    age_text: str
    sex: str
    ethnic_category: str
    ethnic_group: str
    area: str
    deprivation_quintile: int | None
    place_of_death: str
    place_of_event: str
    expected: str
    gestation_weeks: int | None
    coroner_informed: str
    joint_agency_response: bool
    notifier_role: str
    notifier_sector: str
    events: list[str] = field(default_factory=list)
    supplementary_forms: list[str] = field(default_factory=list)
    clocks: list[dict[str, object]] = field(default_factory=list)
    status: CaseStatus = CaseStatus.NOTIFIED
    has_notification_text: bool = False
    review_version: int = 0
    closed_on: date | None = None
    review_meeting_held_on: date | None = None
    draft_analysis_received_on: date | None = None
    provisional_since: date | None = None
    sources: list[InformationSource] = field(default_factory=list)
    holds: list[Hold] = field(default_factory=list)
    history: list[StatusChange] = field(default_factory=list)

    @property
    def open_holds(self) -> list[Hold]:
        return [hold for hold in self.holds if hold.open]

    @property
    def status_label(self) -> str:
        return STATUS_LABELS[self.status]

    def may_move_to(self, status: CaseStatus) -> bool:
        return status in CASE_TRANSITIONS[self.status] and not self._held_back_from(status)

    def move_to(
        self,
        status: CaseStatus,
        *,
        by: str,
        at: datetime,
        reason: str = "",
        ground: str = "",
        concerns: str = "",
        authorised_by: str = "",
    ) -> None:
        """Take one step of CASE_TRANSITIONS. Refuses as ``check_step`` does.

        Without a ``reason`` the step's own is kept, as far as the table of steps has one.
        """
        self.check_step(status)
        why = reason or REASONS_OF_STEPS.get((self.status, status), "")
        self._record(status, by, at, why, ground, concerns, authorised_by)

    def decide_provisionally(self, *, by: str, at: datetime, reason: str) -> None:
        """The panel decided without a quorum: discussed, not signed off. Refuses as ``check_step`` does."""
        if self.status is not CaseStatus.REVIEWED:
            self.move_to(CaseStatus.REVIEWED, by=by, at=at, reason=f"Decided without a quorum: {reason}")
        self.provisional_since = london_day(at)

    def sign_off(self, *, by: str, at: datetime) -> None:
        """Complete the review: its version grows, and an earlier provisional decision is settled."""
        self.move_to(CaseStatus.COMPLETED, by=by, at=at)
        self.review_version += 1
        self.provisional_since = None

    def check_step(self, status: CaseStatus) -> None:
        """Refuse CaseCannotMove if ``status`` does not follow, or CaseHeld while a hold is in its way."""
        if status not in CASE_TRANSITIONS[self.status]:
            raise CaseCannotMove(f"“{STATUS_LABELS[status]}” does not follow “{self.status_label}”.")
        if self._held_back_from(status):
            held = "; ".join(hold.label for hold in self.holds_against(status))
            raise CaseHeld(f"Waiting for: {held}.")

    @property
    def may_be_made_ready(self) -> bool:
        return self.status in MADE_READY_FROM and not self._held_back_from(CaseStatus.READY_FOR_PANEL)

    def missing(self, on: date) -> list[str]:
        """What still has to come before the panel can see the case, and from whom; one sentence each."""
        return [one.words for one in missing_of(self, on)]

    def missing_in_short(self) -> str:
        """What is missing, for a line of a list: "notification text, 2 of 5 returns"; "" if nothing is."""
        return missing_in_short(self)

    @property
    def signed_off(self) -> bool:
        return self.status in SIGNED_OFF

    @property
    def provisional(self) -> bool:
        """Whether the panel has decided without a quorum, and nobody has signed the review off since."""
        return self.provisional_since is not None

    @property
    def last_step(self) -> StatusChange | None:
        return self.history[-1] if self.history else None

    def held_up_by(self, on: date) -> list[str]:
        """Who keeps the case waiting today: open holds, then sources, the longest overdue first, then us.

        A closed case waits for nobody, whatever is still to come for it.
        """
        if self.status in CLOSED:
            return []
        asked = [source for source in self.sources if source.waited_for]
        asked.sort(key=lambda source: -source.days_overdue(on))
        waiting = [hold.label for hold in self.open_holds] + [source.name for source in asked]
        return waiting + self._next_step(bool(waiting))

    def make_ready(self, *, by: str, at: datetime, on: date, without_because: str = "") -> None:
        """Mark ready for panel. CaseNotReady names what is missing, unless it goes without for a reason."""
        if self.status not in MADE_READY_FROM:
            raise CaseCannotMove(f"It is now “{self.status_label}”.")
        missing = self.missing(on)
        if missing and not without_because.strip():
            raise CaseNotReady(missing)
        self.move_to(CaseStatus.READY_FOR_PANEL, by=by, at=at, reason=without_because)

    def place_hold(self, hold: Hold, *, by: str, at: datetime) -> None:
        """Add a hold. A case that was ready goes back to gathering; one on an agenda is deferred."""
        if self.status in CLOSED:
            raise CaseCannotMove(f"It is now “{self.status_label}”; a closed case cannot be put on hold.")
        self.take_hold(hold, by=by, at=at)

    def take_hold(self, hold: Hold, *, by: str, at: datetime) -> None:
        """Add a hold that the office has told of: also to a closed case, which it does not open again."""
        self.holds.append(hold)
        if not hold.open or self.status not in STOPPED_BY_A_HOLD[hold.blocks]:
            return
        if self.status is CaseStatus.READY_FOR_PANEL:
            self._record(CaseStatus.GATHERING, by, at, f"On hold: {hold.label}")
        if self.status is CaseStatus.LISTED:
            self._record(CaseStatus.DEFERRED, by, at, f"On hold: {hold.label}", "another_process")

    def lift_hold(self, hold_id: str, *, on: date, by: str, because: str) -> Hold:
        """Lift one hold and no other. HoldAlreadyLifted if it is not open."""
        hold = next((hold for hold in self.open_holds if hold.id == hold_id), None)
        if hold is None:
            raise HoldAlreadyLifted("The other holds of the case are unchanged.")
        hold.lifted_on, hold.lifted_by, hold.lifted_because = on, by, because
        return hold

    def age_days(self, on: date) -> int:
        """Days from notification to the end of the review, or to day ``on`` while it is under way."""
        return ((self.closed_on or on) - self.notified_on).days

    def age_days_net_of_holds(self, on: date) -> int:
        """``age_days`` without the days on which at least one hold was open."""
        end = self.closed_on or on
        return self.age_days(on) - days_on_hold(self.holds, self.notified_on, end)

    def source(self, source_id: str, role: str, sector: str) -> InformationSource:
        """The source with this id; one we had not been told of is added."""
        known = next((source for source in self.sources if source.source_id == source_id), None)
        if known is None:
            known = InformationSource(source_id, role, sector)
            self.sources.append(known)
        return known

    def _next_step(self, others_waited_for: bool) -> list[str]:
        """Who has to act when the case waits for nobody else, or for somebody who was not asked."""
        not_asked = not self.has_notification_text or any(not one.requested_on for one in unanswered(self))
        if not_asked or (not others_waited_for and self._all_in and self.status in WITH_THE_OFFICE):
            return [OFFICE]
        if others_waited_for:
            return []
        return ["Next panel"] if self._all_in or self.status not in WITH_THE_OFFICE else [INVOLVED]

    @property
    def _all_in(self) -> bool:
        """Whether those who were involved have met and sent their draft."""
        return bool(self.review_meeting_held_on and self.draft_analysis_received_on)

    def _held_back_from(self, status: CaseStatus) -> bool:
        return bool(self.holds_against(status))

    def holds_against(self, status: CaseStatus) -> list[Hold]:
        """The open holds that keep the case from a status."""
        return [hold for hold in self.open_holds if status in STOPPED_BY_A_HOLD[hold.blocks]]

    def _record(
        self,
        status: CaseStatus,
        by: str,
        at: datetime,
        reason: str,
        ground: str = "",
        concerns: str = "",
        authorised_by: str = "",
    ) -> None:
        when = at.astimezone(UTC)
        step = StatusChange(self.status, status, by, when, reason, ground, concerns, authorised_by)
        self.history.append(step)
        was_closed, self.status = self.closed_on if self.status in SIGNED_OFF else None, status
        self.closed_on = (was_closed or london_day(at)) if status in CLOSED else None
