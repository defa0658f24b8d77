"""Reads for the minutes of a meeting, and the minutes that a later meeting approved."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from pydantic import TypeAdapter
from sqlalchemy import select, true

from services.panel.domain.analysis.analysis import AnalysisForm
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.cases.sources import day
from services.panel.domain.decisions.decision import ReviewDecision
from services.panel.domain.learning.action_log import told_as_logged
from services.panel.domain.learning.due_actions import overdue
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.attendance import MARK_LABELS, Mark
from services.panel.domain.meetings.meeting_status import BEGUN
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.seats import Seat
from services.panel.domain.meetings.taking_no_part import taking_no_part
from services.panel.domain.minutes.case_in_minutes import RecordedOfCase, lines_of_case
from services.panel.domain.minutes.minutes import Minutes, MinutesLine, MinutesOfCase, OverdueAction
from services.panel.domain.quorum.movements import Movement
from services.panel.queries.action_log import actions_where
from services.panel.queries.analyses import analyses_of
from services.panel.queries.decisions import decisions_at
from services.panel.queries.family_questions import questions_by_case
from services.panel.queries.late_papers import late_papers
from services.panel.queries.meetings import (
    deputy_names,
    interested_people,
    interests_known_since,
    people_who_declared,
    visible_meeting,
    visible_meetings,
)
from services.panel.queries.relations import cases_of_interest_to
from services.panel.tables.analyses import analysis_form
from services.panel.tables.cases import review_case
from services.panel.tables.minutes import approved_minutes
from services.panel.tables.quorum import room_movement
from shared.people import Permission, can
from shared.storage import Transaction
from shared.storage.case_scope import standing_of

MINUTES = TypeAdapter(Minutes)


@dataclass(frozen=True)
class ApprovedMinutes:
    """The minutes as a later meeting approved them, with the corrections it agreed ("" for none)."""

    minutes: Minutes
    approved_at_meeting: str
    approved_at: datetime
    approved_by_name: str
    corrections: str


def approved_minutes_of(tx: Transaction, meeting_id: str) -> ApprovedMinutes | None:
    """What was approved, whole: the caller takes out the cases that are closed to who reads."""
    meeting = visible_meeting(tx, meeting_id)
    columns = [approved_minutes.c[name] for name in ApprovedMinutes.__dataclass_fields__]
    row = tx.session.execute(
        select(*columns).where(approved_minutes.c.meeting_id == meeting.id)
    ).one_or_none()
    if row is None:
        return None
    whole = MINUTES.validate_python(row.minutes)
    return ApprovedMinutes(**{**row._mapping, "minutes": _without(whole, standing_of(tx).closed)})


def _without(minutes: Minutes, closed: Collection[str]) -> Minutes:
    """The minutes as if restricted cases that are closed to who reads had not been on the agenda."""
    cases = [one for one in minutes.cases if one.case_reference not in closed]
    numbered = (replace(one, number=number) for number, one in enumerate(cases, start=1))
    overdue = tuple(one for one in minutes.overdue if one.case_reference not in closed)
    return replace(minutes, cases=tuple(numbered), overdue=overdue)


def minutes_written_now(tx: Transaction, meeting: PanelMeeting, references: Collection[str]) -> Minutes:
    """The minutes from what is recorded now, with those ``references`` that the caller may put into them."""
    recorded = _recorded(tx, meeting, references)
    cases = [
        MinutesOfCase(
            number,
            item.case_reference,
            lines_of_case(recorded[item.case_reference]) if item.case_reference in recorded else (),
            open=item.case_reference in recorded,
        )
        for number, item in enumerate(meeting.agenda, start=1)
    ]
    return Minutes(
        _attendance(meeting, deputy_names(tx, meeting)), tuple(cases), tuple(_overdue(tx, meeting))
    )


def meetings_after(tx: Transaction, meeting: PanelMeeting) -> list[PanelMeeting]:
    """Meetings of the same panel that have begun after this one: any of them may approve its minutes."""
    return [
        one
        for one in visible_meetings(tx)
        if one.held_on > meeting.held_on and one.panel_id == meeting.panel_id and one.status in BEGUN
    ]


def interests_of_reader(tx: Transaction) -> set[str]:
    """The cases in which who reads has an interest."""
    return set(tx.session.scalars(cases_of_interest_to(tx.person.id)))


def _recorded(
    tx: Transaction, meeting: PanelMeeting, references: Collection[str]
) -> dict[str, RecordedOfCase]:
    cases = tx.session.scalars(select(ReviewCase).where(review_case.c.reference.in_(references)))
    interested, since = interested_people(tx, references), interests_known_since(tx, references)
    questions = questions_by_case(tx, references)
    decided, papers = decisions_at(tx, meeting.id, references), late_papers(tx, meeting, references)
    declared, deputies = people_who_declared(tx, references), deputy_names(tx, meeting)
    moved = _movements(tx, meeting, deputies)
    found = {}
    for case in cases:
        item, outside = meeting.item(case.reference), interested.get(case.reference, set())
        decision = next(reversed(decided.get(case.reference, [])), None)
        if decision:  # what became known later changes nothing in how the case was decided
            outside = {one for one in outside if since[case.reference, one] <= decision.decided_at}
        came = [
            one for one in papers.get(case.reference, []) if london_day(one.arrived_at) <= meeting.held_on
        ]
        found[case.reference] = RecordedOfCase(
            case=case,
            listed_at=item.listed_at,
            quorum=meeting.quorum_for(case.reference, outside),
            no_part=taking_no_part(
                meeting.seats,
                outside,
                declared.get(case.reference, set()),
                named=partial(_named, people=outside, deputies=deputies),
            ),
            out_of_the_room=_names(meeting, set(item.out_of_the_room) - outside, deputies),
            movements=[one for one in moved if one.case_reference == case.reference],
            listed_late_because=item.late_because,
            papers=[one.title for one in came if london_day(one.arrived_at) <= meeting.held_on],
            questions=questions[case.reference],
            decision=decision,
            form=_form(tx, meeting, case.reference, decision),
        )
    return found


def _form(
    tx: Transaction, meeting: PanelMeeting, reference: str, decision: ReviewDecision | None
) -> AnalysisForm | None:
    """The analysis that was decided on; what is only a draft is not in the minutes."""
    for one in analyses_of(tx, reference):
        place = (one.review_version, one.version)
        if decision and place == (decision.review_version, decision.form_version):
            return _as_told(tx, meeting, reference, one.form)
        if decision is None and one.meeting_id == meeting.id:
            return _as_told(tx, meeting, reference, one.form)
    return None


def _as_told(tx: Transaction, meeting: PanelMeeting, reference: str, form: AnalysisForm) -> AnalysisForm:
    """An earlier review may have agreed the same, and its owner been told by the day of this meeting."""
    if not form.actions:
        return form
    of_case = analysis_form.c.case_reference == reference
    logged = actions_where(tx, of_case, reference, as_of=meeting.held_on)
    return replace(form, actions=told_as_logged(form.actions, logged))


def _attendance(meeting: PanelMeeting, deputies: Mapping[str, str]) -> tuple[MinutesLine, ...]:
    named = [(MARK_LABELS[mark], "; ".join(_seats(meeting, mark, deputies))) for mark in Mark]
    lines = [MinutesLine(label, (names or "Nobody",)) for label, names in named]
    return (
        *lines,
        MinutesLine("Sectors", meeting.sectors.sentences),
        MinutesLine("Quorum rule", (meeting.rules.name,)),
    )


def _seats(meeting: PanelMeeting, mark: Mark, deputies: Mapping[str, str]) -> list[str]:
    came = [seat for seat in meeting.seats if seat.mark is mark]
    return [f"{seat.who_came(deputies)} ({seat.organisation})" for seat in came]


def _movements(tx: Transaction, meeting: PanelMeeting, deputies: Mapping[str, str]) -> list[Movement]:
    names = {seat.person_id: seat.name for seat in meeting.seats}
    names |= {seat.attendee.person_id: seat.who_came(deputies) for seat in meeting.seats}
    moved = room_movement.c
    rows = select(moved.case_reference, moved.person_id, moved.way, moved.at).where(
        moved.meeting_id == meeting.id
    )
    found = tx.session.execute(rows.order_by(moved.at, moved.id))
    return [Movement(case, person, names.get(person, person), way, at) for case, person, way, at in found]


def _overdue(tx: Transaction, meeting: PanelMeeting) -> list[OverdueAction]:
    """As it stood on the day, of every case: who reads is shown less. For the office and the chair."""
    if not can(tx.person, Permission.RECORD_ATTENDANCE):
        return []
    late = overdue(actions_where(tx, true(), as_of=meeting.held_on), meeting.held_on)
    return [
        OverdueAction(
            one.case_reference,
            one.action.text,
            one.action.owner,
            due=day(one.action.due_on),
            feedback_due=day(one.feedback_due_on),
        )
        for one in late
    ]


def _names(meeting: PanelMeeting, people: set[str], deputies: Mapping[str, str]) -> tuple[str, ...]:
    """Whoever of the people sat at the meeting, the deputy where it is the deputy who is meant."""
    return tuple(
        _named(seat, people, deputies)
        for seat in meeting.seats
        if {seat.person_id, seat.attendee.person_id} & people
    )


def _named(seat: Seat, people: set[str], deputies: Mapping[str, str]) -> str:
    return seat.who_came(deputies) if seat.attendee.person_id in people else seat.name
