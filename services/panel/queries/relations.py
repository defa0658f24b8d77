"""How people stand to a case: invited to a meeting that discusses it, or with an interest in it."""

from sqlalchemy import Select, or_, select

from services.panel.domain.meetings.attendance import IN_THE_MEETING
from services.panel.domain.meetings.meeting_status import BEGUN, SHOWN_TO_MEMBERS
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.quorum.sitting import Sitting
from services.panel.tables.meetings import agenda_item, declared_interest, meeting_seat, panel_meeting
from shared.people import Relation
from shared.storage import Transaction


def cases_invited_to(person_id: str) -> Select[tuple[str]]:
    """References of the cases on agendas, shown to members, of meetings with a seat for this person."""
    return (
        select(agenda_item.c.case_reference)
        .join(panel_meeting, panel_meeting.c.id == agenda_item.c.meeting_id)
        .join(meeting_seat, meeting_seat.c.meeting_id == panel_meeting.c.id)
        .where(
            panel_meeting.c.status.in_(SHOWN_TO_MEMBERS),
            or_(meeting_seat.c.person_id == person_id, meeting_seat.c.deputy_id == person_id),
        )
    )


def cases_of_interest_to(person_id: str) -> Select[tuple[str]]:
    """References of the cases in which this person has a standing interest."""
    return select(declared_interest.c.case_reference).where(
        declared_interest.c.person_id == person_id, declared_interest.c.withdrawn_at.is_(None)
    )


def cases_open_to(person_id: str) -> Select[tuple[str]]:
    """The cases this person is invited to discuss, without those in which she has declared an interest."""
    shut = cases_of_interest_to(person_id)
    return cases_invited_to(person_id).where(agenda_item.c.case_reference.not_in(shut))


def relations_to(tx: Transaction, case_reference: str) -> frozenset[Relation]:
    """How the person who acts stands to one case."""
    if "\0" in case_reference:
        return frozenset()
    person = tx.person.id
    invited = cases_invited_to(person).where(agenda_item.c.case_reference == case_reference)
    interested = cases_of_interest_to(person).where(declared_interest.c.case_reference == case_reference)
    asked = ((Relation.INVITED, invited), (Relation.INTERESTED, interested))
    return frozenset(relation for relation, found in asked if tx.session.scalar(found.limit(1)))


def sitting_for(tx: Transaction, case_reference: str) -> Sitting | None:
    """The latest meeting with the case on its agenda and the quorum for that case, or None."""
    found = (
        select(PanelMeeting)
        .join(agenda_item, agenda_item.c.meeting_id == panel_meeting.c.id)
        .where(agenda_item.c.case_reference == case_reference, panel_meeting.c.status.in_(SHOWN_TO_MEMBERS))
        .order_by(panel_meeting.c.held_on.desc(), panel_meeting.c.id.desc())
        .limit(1)
    )
    meeting = tx.session.scalars(found).one_or_none()
    return _sitting(tx, meeting, case_reference) if meeting else None


def _sitting(tx: Transaction, meeting: PanelMeeting, case_reference: str) -> Sitting:
    interested = select(declared_interest.c.person_id).where(
        declared_interest.c.case_reference == case_reference, declared_interest.c.withdrawn_at.is_(None)
    )
    outside = set(tx.session.scalars(interested))
    taking_part = meeting.taking_part_in(case_reference, outside)
    return Sitting(
        meeting_id=meeting.id,
        held_on=meeting.held_on,
        taking_part=tuple(each for each in taking_part if each.mode in IN_THE_MEETING),
        quorum=meeting.quorum_for(case_reference, outside),
        rules_name=meeting.rules.name,
        begun=meeting.status in BEGUN,
    )
