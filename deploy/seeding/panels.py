"""Cases through the panel: holds, made ready, listed, discussed by a quorate meeting, completed."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from deploy.demo.case import DemoCase, DemoDecision, Progress
from deploy.personas import PERSONAS
from deploy.seeding.people import ALWAYS_PRESENT, CHAIR, MANAGER, SEATS
from services.panel.actions.analysis.complete_review import complete_review
from services.panel.actions.analysis.save_analysis import save_analysis
from services.panel.actions.cases.mark_ready import mark_ready
from services.panel.actions.meetings.close_meeting import close_meeting
from services.panel.actions.meetings.plan_meeting import plan_meeting
from services.panel.actions.meetings.publish_agenda import publish_agenda
from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.actions.meetings.record_attendance import record_attendance
from services.panel.actions.meetings.seat_panel_member import seat_panel_member
from services.panel.actions.meetings.start_meeting import start_meeting
from services.panel.domain.analysis.analysis import AgreedAction, AnalysisForm, ContributoryFactor
from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.london_days import LONDON, london_day
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.cases import case_for_change
from services.panel.queries.meetings import all_members, visible_meetings
from shared.people import Person
from shared.storage import Database, Transaction
from shared.working_days import add_working_days

SEATS_FROM = date(2024, 9, 2)
STARTS = "09:30"  # in London
BEFORE_A_MEETING = timedelta(hours=2)
PLACE = "Sample House, room 2, and by video"
# What an action of the demonstration is aimed at, by its level.
_KINDS = {"local": "organisation", "regional": "system", "national": "community"}
_WITHOUT = "The panel can decide without it: the agency has been chased and has nothing to add."
_MARKS = (*[Mark.PRESENT] * 16, *[Mark.REMOTE] * 2, *[Mark.APOLOGIES] * 3, Mark.NOT_RECORDED)


@dataclass(frozen=True)
class PanelDesk:
    """The panel's database and the references of the demonstration's cases by number."""

    database: Database
    references: dict[int, str]

    def by(self, tx: Transaction, person: Person, at: datetime) -> Transaction:
        return self.database.joined(tx.session, person=person, at=at)


def seat_members(desk: PanelDesk) -> None:
    """The panel's seats, if nobody holds one yet."""
    with desk.database.transaction(person=MANAGER, at=at_hour(SEATS_FROM, 9)) as tx:
        if not all_members(tx):
            for person_id, role, sector in SEATS:
                person = PERSONAS[person_id]
                seat_panel_member(
                    tx, person_id=person_id, name=person.name, role=role,
                    organisation=person.organisation, sector=sector, valid_from=SEATS_FROM,
                )  # fmt: skip


def make_ready(desk: PanelDesk, cases: Iterable[DemoCase]) -> None:
    """Mark the cases ready that wait for a meeting; done once. Holds come from the office's processes."""
    for case in cases:
        if case.progress is Progress.READY and not case.hold:
            with desk.database.transaction(person=MANAGER, at=case.notified_at) as tx:
                _ready_once(desk, tx, case)


def hold_past_meetings(desk: PanelDesk, cases: Iterable[DemoCase], done: Callable[[int], None]) -> None:
    """Every meeting that has been, each one transaction: what breaks off leaves no half meeting."""
    agendas: dict[date, list[DemoCase]] = defaultdict(list)
    for case in cases:
        if case.meeting_on:
            agendas[case.meeting_on].append(case)
    with desk.database.transaction(person=MANAGER, at=at_hour(SEATS_FROM, 9)) as tx:
        held = {meeting.held_on for meeting in visible_meetings(tx)}
    for number, day in enumerate(sorted(agendas), start=1):
        if day not in held:
            with desk.database.transaction(person=MANAGER, at=at_hour(day, 9)) as tx:
                _hold_meeting(desk, tx, day, agendas[day])
        done(number)


def plan_coming_meetings(desk: PanelDesk, cases: Iterable[DemoCase], now: datetime) -> None:
    """One meeting on the day of `next_meeting_day` and one about two weeks on, with everybody invited."""
    waiting = sorted(
        (case for case in cases if case.progress is Progress.READY), key=lambda case: case.died_at
    )
    soon = next_meeting_day(now)
    with desk.database.transaction(person=MANAGER, at=now) as tx:
        if any(meeting.held_on >= soon for meeting in visible_meetings(tx)):
            return
        for day, some in ((soon, waiting[:7]), (add_working_days(soon, 10), waiting[7:15])):
            meeting = planned(desk, tx, day, some, now)
            if some:  # few cases: an agenda without one does not go out
                publish_agenda(tx, meeting_id=meeting.id)


def next_meeting_day(now: datetime) -> date:
    """The first working day whose meeting is still some time off: an item may be late, but not too late, and
    whoever is invited can still answer.
    """
    today = london_day(now)
    begins = datetime.combine(today, time.fromisoformat(STARTS), LONDON)
    first = today if now + BEFORE_A_MEETING <= begins else today + timedelta(days=1)
    return add_working_days(first - timedelta(days=1), 1)


def _ready_once(desk: PanelDesk, tx: Transaction, case: DemoCase) -> None:
    reference = desk.references[case.number]
    known = case_for_change(tx, reference)
    if known.status in (CaseStatus.NOTIFIED, CaseStatus.GATHERING):
        _make_ready(desk, tx, reference, _all_in(case) + timedelta(days=5))


def _make_ready(desk: PanelDesk, tx: Transaction, reference: str, at: datetime) -> None:
    missing = case_for_change(tx, reference).missing(at.date())
    because = _WITHOUT if missing else ""
    mark_ready(desk.by(tx, MANAGER, at), case_reference=reference, without_because=because)


def _all_in(case: DemoCase) -> datetime:
    """When the last agency had answered, or had been given time enough."""
    return max(each.answered_at or each.requested_at + timedelta(days=35) for each in case.returns)


def planned(desk: PanelDesk, tx: Transaction, day: date, cases: list[DemoCase], at: datetime) -> PanelMeeting:
    neonatal = bool(cases) and all("neonatal" in case.payload["death"]["events"] for case in cases)
    planning = desk.by(tx, MANAGER, at)
    [meeting] = plan_meeting(
        planning, held_on=day, starts=STARTS, place=PLACE, kind="neonatal" if neonatal else "all_deaths"
    )
    tx.session.flush()
    for case in cases:
        put_case_on_agenda(planning, meeting_id=meeting.id, case_reference=desk.references[case.number])
    return meeting


def _hold_meeting(desk: PanelDesk, tx: Transaction, day: date, cases: list[DemoCase]) -> None:
    listed_at = at_hour(day - timedelta(days=13), 10)
    for case in cases:
        _make_ready(desk, tx, desk.references[case.number], min(_all_in(case) + timedelta(days=3), listed_at))
    meeting = planned(desk, tx, day, cases, listed_at)
    publish_agenda(desk.by(tx, MANAGER, listed_at + timedelta(hours=2)), meeting_id=meeting.id)
    opened = desk.by(tx, CHAIR, at_hour(day, 9))
    start_meeting(opened, meeting_id=meeting.id)
    _write_register(opened, meeting, day)
    for number, case in enumerate(cases):
        _decide(desk, tx, case, at_hour(day, 9) + timedelta(minutes=40 + 25 * number))
    closing = desk.by(tx, CHAIR, at_hour(day, 9) + timedelta(minutes=45 + 25 * len(cases)))
    close_meeting(closing, meeting_id=meeting.id)


def _write_register(tx: Transaction, meeting: PanelMeeting, day: date) -> None:
    rng = Random(day.isoformat())  # noqa: S311 - chance, and no secret
    for seat in list(meeting.seats):
        mark = Mark.PRESENT if seat.person_id in ALWAYS_PRESENT else rng.choice(_MARKS)
        if mark is not Mark.NOT_RECORDED:
            record_attendance(tx, meeting_id=meeting.id, person_id=seat.person_id, mark=mark)


def _decide(desk: PanelDesk, tx: Transaction, case: DemoCase, at: datetime) -> None:
    reference = desk.references[case.number]
    assert case.decision
    # The manager records, and the chair signs what somebody else has written.
    form = analysis_of(case.decision, case.truth.affirmed)
    save_analysis(desk.by(tx, MANAGER, at), case_reference=reference, form=form, version=0)
    complete_review(desk.by(tx, CHAIR, at), case_reference=reference)


def analysis_of(decision: DemoDecision, themes: tuple[str, ...] = ()) -> AnalysisForm:
    """The panel's analysis form for a decision; its actions are on the ``themes`` of the case."""
    factors = tuple(
        ContributoryFactor(
            each.domain, each.factor, each.grade, each.modifiable, f"Bundle, document {number}"
        )
        for number, each in enumerate(decision.factors, start=1)
    )
    actions = tuple(
        AgreedAction(each.text, each.owner, each.level, each.due_on, kind=_KINDS[each.level], themes=themes)
        for each in decision.actions
    )
    return AnalysisForm(
        cause_of_death=decision.cause_of_death,
        summary=decision.summary,
        category=decision.category,
        secondary_categories=decision.secondary_categories,
        factors=factors,
        modifiability=decision.modifiability,
        learning=decision.learning,
        actions=actions,
    )


def at_hour(on: date, hour: int) -> datetime:
    return datetime.combine(on, time(hour, 30), UTC)
