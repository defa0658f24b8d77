"""The clocks that come after the notification: when each is due, whether it was met, and what pauses it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from services.notifications.domain.clocks.clock_rows import (
    CLOCKS,
    NOTIFICATION_CLOCKS,
    Clock,
    Starts,
    Unit,
    clock_ids,
    in_force,
    versions_of,
)
from services.notifications.domain.clocks.clock_state import (
    STATES,
    CaseFacts,
    ClockState,
    Request,
    Working,
)
from services.notifications.domain.clocks.moments import LONDON, Moment, on_day, written_date, written_moment
from services.notifications.domain.clocks.months import months_after
from services.notifications.domain.clocks.pauses import Pause, concerning, moved_by, paused_days
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.joint_agency.criteria import joint_agency_due
from shared.counted_words import counted
from shared.working_days import add_working_days, skipped_between

JOINT_AGENCY = "initial_joint_agency_meeting"
REPORTING_FORM = "reporting_form"


def followed(clock_id: str, facts: CaseFacts, *, on: date, rows: Sequence[Clock] = CLOCKS) -> ClockState:
    """The state of one clock on a day. Raises PastTheCalendar."""
    start = _start(clock_id, facts, rows)
    day = (start.last_date if start else None) or facts.times.notified.last_date or on
    clock = in_force(clock_id, day, rows)
    if clock_id == REPORTING_FORM:
        return _reporting_forms(clock, facts.requests, on)
    if clock_id == JOINT_AGENCY and not facts.joint_agency_due and clock.ended_by not in facts.milestones:
        return _no_meeting_due(clock, facts)
    pauses = concerning(clock_id, facts.pauses)
    if start is None:
        waiting = tuple(pause for pause in pauses if pause.until is None)
        state = _plain(clock, "paused" if waiting else "not_started", f"It starts later: {clock.starts}")
        return replace(state, paused_by=tuple(pause.in_words for pause in waiting))
    return _Followed(clock, start, facts.milestones.get(clock.ended_by), pauses, on).state()


def _no_meeting_due(clock: Clock, facts: CaseFacts) -> ClockState:
    """A notification that does not say is not one that says no: somebody has to ask and decide."""
    if facts.joint_agency_due is None:
        return _plain(clock, "not_started", "Not decided: ask whether a joint agency response is needed")
    return _plain(clock, "not_needed", "By the criteria or a decision no joint agency response is needed")


def _start(clock_id: str, facts: CaseFacts, rows: Sequence[Clock]) -> Moment | None:
    """When a clock started; None if it has not."""
    starts = versions_of(clock_id, rows)[0].starts
    if starts is not Starts.DRAFT_OR_INQUEST:
        return facts.times.death
    draft = facts.milestones.get("draft_analysis_received")
    inquest_open = any(pause.kind == "inquest" and pause.until is None for pause in facts.pauses)
    if draft is None or (inquest_open and facts.milestones.get("panel_reviewed") is None):
        return None
    concluded = facts.inquest_concluded_on
    later = concluded and draft.last_date and concluded > draft.last_date
    return on_day(concluded) if concluded and later else draft


@dataclass(frozen=True)
class _Followed:
    """A clock that has started, with the moment that ended it and the pauses that concern it."""

    clock: Clock
    start: Moment
    ended: Moment | None
    pauses: tuple[Pause, ...]
    on: date

    def state(self) -> ClockState:
        first, last = self._due(self.start.first_date), self._due(self.start.last_date)
        word = self._judged(first, last) if self.ended else self._running(last)
        due = last if first == last or not self.ended else None
        return ClockState(
            self.clock.id,
            self.clock.name,
            word,
            due,
            (due - self.on).days if due and not self.ended else None,
            paused_by=tuple(pause.in_words for pause in self._paused_now()),
            explained=lambda: self._working(first, last, word),
            version=self.clock.version,
            started=written_moment(self.start),
            ended_on=self.ended.last_date if self.ended else None,
        )

    def _judged(self, first: date | None, last: date | None) -> str:
        """In time even for the earliest limit: met; after even the latest: late."""
        if self.ended is None or not self.ended.last_date or not self.ended.first_date:
            return "cannot_be_judged"
        if self.clock.unit is Unit.HOURS:
            return self._judged_in_hours(self.ended)
        if first and self.ended.last_date <= first:
            return "met"
        return "late" if last and self.ended.first_date > last else "cannot_be_judged"

    def _judged_in_hours(self, ended: Moment) -> str:
        hours = timedelta(hours=self.clock.limit)
        if self.start.earliest and ended.latest and ended.latest <= self.start.earliest + hours:
            return "met"
        too_late = self.start.latest and ended.earliest and ended.earliest > self.start.latest + hours
        return "late" if too_late else "cannot_be_judged"

    def _running(self, due: date | None) -> str:
        if due is None:
            return "cannot_be_judged"
        if self.on > due:
            return "overdue"
        if self._paused_now():
            return "paused"
        return "due_soon" if (due - self.on).days <= self.clock.soon else "running"

    def _paused_now(self) -> tuple[Pause, ...]:
        return () if self.ended else tuple(pause for pause in self.pauses if pause.until is None)

    def _plain_due(self, start: date | None) -> date | None:
        """The limit before any pause; for hours, the day in London on which they run out."""
        if start is None:
            return None
        if self.clock.unit is Unit.HOURS:
            latest = self.start.latest if start == self.start.last_date else self.start.earliest
            return (latest + timedelta(hours=self.clock.limit)).astimezone(LONDON).date() if latest else None
        return limit_day(self.clock, start)

    def _due(self, start: date | None) -> date | None:
        due = self._plain_due(start)
        if start is None or due is None:
            return None
        return moved_by(self.pauses, start, due, self._end())

    def _end(self) -> date:
        return (self.ended.last_date if self.ended else None) or self.on

    def _working(self, first: date | None, last: date | None, word: str) -> Working:
        start = self.start.last_date
        rows = [
            ("Rule", _rule(self.clock)),
            ("Clock starts", f"with {self.clock.starts}: {written_moment(self.start)}"),
            ("Days that do not count", self._skipped(start)),
            ("Limit without holds", _days(self._plain_due(self.start.first_date), self._plain_due(start))),
            ("Holds", "; ".join(pause.in_words for pause in self.pauses) or "none"),
            ("Limit", _days(first, last) + self._moved(start)),
            ("Ended", f"{self.clock.ends}: {written_moment(self.ended)}" if self.ended else "not yet"),
            ("Result", _result(word)),
        ]
        return tuple(row for row in rows if row[1])

    def _moved(self, start: date | None) -> str:
        days = paused_days(self.pauses, start, self._end()) if start else 0
        plain = self._plain_due(start)
        return (
            f" ({counted(days, 'day')} on hold, each counted once)"
            if days and plain != self._due(start)
            else ""
        )

    def _skipped(self, start: date | None) -> str:
        if self.clock.unit is not Unit.WORKING_DAYS or start is None:
            return ""
        skipped = skipped_between(start, limit_day(self.clock, start))
        return "; ".join(map(str, skipped)) or "none"


def following_clocks(answers: Answers) -> list[ClockState]:
    """The clocks that follow, as they stand with the notification alone. Raises PastTheCalendar."""
    facts = CaseFacts(answers.times, None, joint_agency_due(answers))
    on = answers.times.notified.last_date or answers.times.death.last_date or CLOCKS[0].in_force_from
    notified = {clock.id for clock in NOTIFICATION_CLOCKS}
    return [followed(each, facts, on=on) for each in clock_ids() if each not in notified]


def limit_day(clock: Clock, start: date) -> date:
    """The last day in time of a clock counted in days, weeks or months. Raises PastTheCalendar."""
    if clock.unit is Unit.WORKING_DAYS:
        return add_working_days(start, clock.limit)
    if clock.unit is Unit.WEEKS:
        return start + timedelta(weeks=clock.limit)
    return months_after(start, clock.limit)


def _reporting_forms(clock: Clock, requests: Iterable[Request], on: date) -> ClockState:
    """All requests as one clock: as bad as the worst one; each has its own limit in its record."""
    every = list(requests)
    if not every:
        return _plain(clock, "not_started", f"It starts later: {clock.starts}")
    waiting = [each for each in every if each.open]
    late = [each for each in every if not each.open and each.answered_on and each.answered_on > each.due_on]
    due_on = min((each.due_on for each in waiting), default=max(each.due_on for each in every))
    left = (due_on - on).days if waiting else None
    if left is not None:
        word = "overdue" if left < 0 else "due_soon" if left <= clock.soon else "running"
    else:
        word = "late" if late else "met"
    overdue = sum(each.due_on < on for each in waiting)
    said = f"{len(every)} asked, {len(waiting)} not answered ({overdue} overdue), {len(late)} answered late"
    working = (
        ("Rule", _rule(clock)),
        ("Requests", said),
        ("Result", _result(word)),
    )
    return ClockState(
        clock.id, clock.name, word, due_on, left, explained=lambda: working, version=clock.version
    )


def _plain(clock: Clock, state: str, why: str) -> ClockState:
    working = (
        ("Rule", _rule(clock)),
        ("Result", why),
    )
    return ClockState(clock.id, clock.name, state, explained=lambda: working, version=clock.version)


def _rule(clock: Clock) -> str:
    return f"{clock.name}: {clock.limit_in_words}, version {clock.version} ({clock.source})"


def _days(first: date | None, last: date | None) -> str:
    if first is None or last is None:
        return "not known: the start is not known well enough"
    return written_date(last) if first == last else f"between {written_date(first)} and {written_date(last)}"


def _result(word: str) -> str:
    if word == "cannot_be_judged":
        return "cannot be judged: with what is known it could be in time or late"
    return STATES[word].lower()
