"""The agenda as a page shows it: each case with its quorum, who does not take part and what may be done."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.family.family_questions import FamilyQuestion
from services.panel.domain.meetings.agenda import AgendaItem, below_target
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.taking_no_part import TakingNoPart, taking_no_part
from services.panel.domain.quorum.quorum import QuorumResult
from services.panel.queries.family_questions import questions_by_case
from services.panel.queries.found_interests import cases_closed_by_a_find
from services.panel.queries.meetings import bundle_readers, cases_of, interested_people, people_who_declared
from shared.storage import Transaction

BEFORE = frozenset({MeetingStatus.PLANNED, MeetingStatus.AGENDA_PUBLISHED})


@dataclass(frozen=True)
class AgendaLine:
    """``case`` is None where it is closed to who looks; ``expected``: quorum counts all who may come.

    ``invited``: how many may read its bundle; ``readers``: how many of them have opened it. ``found``: it is
    closed to who looks by what the record shows, and nobody has settled that yet. ``no_part``: who takes no
    part, those apart who have declared nothing: the office settles that.
    """

    item: AgendaItem
    case: ReviewCase | None
    quorum: QuorumResult
    expected: bool
    age_days: int
    age_net_days: int
    no_part: TakingNoPart
    out_of_the_room: tuple[str, ...]
    invited: int
    readers: int
    questions: tuple[FamilyQuestion, ...]
    found: bool = False


def agenda_lines(tx: Transaction, meeting: PanelMeeting, on: date) -> list[AgendaLine]:
    """The lines in order, of an expert those they were asked for. Each case shown is audited as a reading."""
    cases = cases_of(tx, meeting)
    listed = [item.case_reference for item in meeting.agenda]
    interested, declared = interested_people(tx, listed), people_who_declared(tx, listed)
    for reference in cases:
        tx.audit("read_agenda", case=reference, subject=meeting.id, reading=True)
    readers, asked = bundle_readers(tx, cases), questions_by_case(tx, cases)
    found, items = cases_closed_by_a_find(tx), meeting.items_shown_to(tx.person.id)
    lines = [_line(meeting, item, cases, interested, declared, readers, asked, on) for item in items]
    return [replace(line, found=line.item.case_reference in found) for line in lines]


def target_in_words(meeting: PanelMeeting) -> str:
    """Whether the agenda is below its target, as a sentence; "" if it is not."""
    return below_target(len(meeting.agenda), meeting.target_cases)


def _line(
    meeting: PanelMeeting,
    item: AgendaItem,
    cases: Mapping[str, ReviewCase],
    interested: Mapping[str, set[str]],
    declared: Mapping[str, set[str]],
    readers: Mapping[str, set[str]],
    asked: Mapping[str, list[FamilyQuestion]],
    on: date,
) -> AgendaLine:
    outside = interested.get(item.case_reference, set())
    case = cases.get(item.case_reference)
    before = meeting.status in BEFORE
    judge = meeting.expected_quorum_for if before else meeting.quorum_for
    return AgendaLine(
        item=item,
        case=case,
        quorum=judge(item.case_reference, outside),
        expected=before,
        age_days=case.age_days(on) if case else 0,
        age_net_days=case.age_days_net_of_holds(on) if case else 0,
        no_part=taking_no_part(meeting.seats, outside, declared.get(item.case_reference, set())),
        out_of_the_room=_names(meeting, set(item.out_of_the_room) - outside),
        invited=_invited(meeting, item.case_reference, outside),
        readers=len(_names(meeting, readers.get(item.case_reference, set()) - outside)),
        questions=tuple(asked.get(item.case_reference, ())),
    )


def _invited(meeting: PanelMeeting, case_reference: str, outside: set[str]) -> int:
    """An expert counts for the cases they were asked about; who has an interest does not."""
    asked = [seat for seat in meeting.seats if seat.asked_about(case_reference)]
    return sum(not {seat.person_id, seat.attendee.person_id} & outside for seat in asked)


def _names(meeting: PanelMeeting, people: set[str]) -> tuple[str, ...]:
    """Of the people (or their deputies) on the list of the meeting, in its order."""
    return tuple(seat.name for seat in meeting.seats if {seat.person_id, seat.attendee.person_id} & people)
