"""How people stand to a case: invited to a meeting that discusses it, or with an interest in it."""

from typing import Any

from sqlalchemy import BindParameter, CompoundSelect, Select, Text, bindparam, or_, select, union

from services.panel.domain.meetings.attendance import IN_THE_MEETING
from services.panel.domain.meetings.meeting_refusals import CLOSED_TO_YOU, InterestDeclared
from services.panel.domain.meetings.meeting_status import BEGUN, SHOWN_TO_MEMBERS
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.quorum.found_interests import CLOSING
from services.panel.domain.quorum.interest_refusals import CLOSED_FOR_NOW, InterestFound
from services.panel.domain.quorum.sitting import Sitting
from services.panel.tables.acting_chairs import acting_chair
from services.panel.tables.interests import found_interest
from services.panel.tables.meetings import agenda_item, declared_interest, meeting_seat, panel_meeting
from shared.errors import NotPermitted
from shared.people import Permission, Relation, can
from shared.storage import Transaction


def cases_invited_to(person_id: str | BindParameter[str]) -> Select[str]:
    """References of the cases on agendas, shown to members, of meetings with a seat for this person."""
    return (
        select(agenda_item.c.case_reference)
        .join(panel_meeting, panel_meeting.c.id == agenda_item.c.meeting_id)
        .join(meeting_seat, meeting_seat.c.meeting_id == panel_meeting.c.id)
        .where(
            panel_meeting.c.status.in_(SHOWN_TO_MEMBERS),
            or_(meeting_seat.c.person_id == person_id, meeting_seat.c.deputy_id == person_id),
            or_(
                meeting_seat.c.only_cases.is_(None),
                meeting_seat.c.only_cases.has_key(agenda_item.c.case_reference),
            ),
        )
    )


def standing_interests() -> CompoundSelect[str, str]:
    """Person and case of every interest that closes a case: declared and not withdrawn, or found and open."""
    declared = select(declared_interest.c.person_id, declared_interest.c.case_reference).where(
        declared_interest.c.withdrawn_at.is_(None)
    )
    found = select(found_interest.c.person_id, found_interest.c.case_reference).where(
        found_interest.c.settled_at.is_(None), found_interest.c.ground.in_(CLOSING)
    )
    return union(declared, found)


def cases_of_interest_to(person_id: str | BindParameter[str]) -> Select[str]:
    """References of the cases in which this person has a standing interest."""
    standing = standing_interests().subquery()
    return select(standing.c.case_reference).where(standing.c.person_id == person_id)


def cases_shut_to_me(tx: Transaction) -> tuple[str, ...]:
    """The cases in which who looks has a standing interest, in order."""
    return tuple(sorted(tx.session.scalars(cases_of_interest_to(tx.person.id))))


def cases_open_to(person_id: str | BindParameter[str]) -> Select[str]:
    """The cases this person is invited to discuss, without those in which she has an interest."""
    shut = cases_of_interest_to(person_id)
    return cases_invited_to(person_id).where(agenda_item.c.case_reference.not_in(shut))


def cases_asked_for(tx: Transaction) -> set[str] | None:
    """The open cases for which somebody was invited as an expert, and for no more; None: not an expert."""
    seat, me = meeting_seat.c, tx.person.id
    mine = or_(seat.person_id == me, seat.deputy_id == me)
    whole = tx.session.scalars(select(seat.only_cases.is_(None)).where(mine)).all()
    if not whole or any(whole) or can(tx.person, Permission.PREPARE_MEETING):
        return None
    return set(tx.session.scalars(cases_open_to(me)))


def relations_to(tx: Transaction, case_reference: str) -> frozenset[Relation]:
    """How the person who acts stands to one case."""
    if "\0" in case_reference:
        return frozenset()
    asked = {"person": tx.person.id, "case": case_reference}
    return relations_found(tx.session.execute(_RELATIONS, asked).one(), tx.person.id)


def relations_found(row: Any, person_id: str) -> frozenset[Relation]:
    """The relations in a row of ``asking_relations``."""
    relations = {Relation.INVITED} if row.invited else set()
    relations |= {Relation.INTERESTED} if row.interested else set()
    if relations and row.chairs == person_id:
        relations.add(Relation.CHAIRING)
    return frozenset(relations)


def acting_chair_of(tx: Transaction, meeting_id: str) -> str | None:
    """The id of whoever was named to chair a meeting in the chair's place, or None."""
    named = select(acting_chair.c.person_id).where(acting_chair.c.meeting_id == meeting_id)
    return tx.session.scalar(named.order_by(acting_chair.c.id.desc()).limit(1)) or None


def _acting_chair_for(case_reference: BindParameter[str]) -> Select[str]:
    """Who was last named to chair the latest meeting with the case on its agenda, once it has begun."""
    latest = _meetings_with(case_reference).with_only_columns(panel_meeting.c.id).limit(1).scalar_subquery()
    return (
        select(acting_chair.c.person_id)
        .join(panel_meeting, panel_meeting.c.id == acting_chair.c.meeting_id)
        .where(acting_chair.c.meeting_id == latest, panel_meeting.c.status.in_(BEGUN))
        .order_by(acting_chair.c.id.desc())
        .limit(1)
    )


def _meetings_with(case_reference: str | BindParameter[str]) -> Select[PanelMeeting]:
    """The meetings, shown to members, with the case on their agenda: the latest first."""
    return (
        select(PanelMeeting)
        .join(agenda_item, agenda_item.c.meeting_id == panel_meeting.c.id)
        .where(agenda_item.c.case_reference == case_reference, panel_meeting.c.status.in_(SHOWN_TO_MEMBERS))
        .order_by(panel_meeting.c.held_on.desc(), panel_meeting.c.id.desc())
    )


def closed_to(tx: Transaction, case_reference: str) -> NotPermitted:
    """Why the case is closed to somebody with an interest in it: they declared one, or one was found."""
    declared = select(declared_interest.c.id).where(
        declared_interest.c.person_id == tx.person.id,
        declared_interest.c.case_reference == case_reference,
        declared_interest.c.withdrawn_at.is_(None),
    )
    if tx.session.scalar(declared.limit(1)):
        return InterestDeclared(CLOSED_TO_YOU)
    return InterestFound(CLOSED_FOR_NOW)


def sitting_for(tx: Transaction, case_reference: str) -> Sitting | None:
    """The latest meeting with the case on its agenda and the quorum for that case, or None."""
    meeting = meeting_deciding(tx, case_reference)
    return _sitting(tx, meeting, case_reference) if meeting else None


def meeting_deciding(tx: Transaction, case_reference: str) -> PanelMeeting | None:
    """The latest meeting, shown to members, with the case on its agenda; for a case the caller may see."""
    return tx.session.scalars(_meetings_with(case_reference).limit(1)).one_or_none()


def people_with_an_interest(case_reference: str) -> Select[str]:
    """Ids of the people to whom the case is closed because of an interest."""
    standing = standing_interests().subquery()
    return select(standing.c.person_id).where(standing.c.case_reference == case_reference)


def _sitting(tx: Transaction, meeting: PanelMeeting, case_reference: str) -> Sitting:
    outside = set(tx.session.scalars(people_with_an_interest(case_reference)))
    taking_part = meeting.taking_part_in(case_reference, outside)
    return Sitting(
        meeting_id=meeting.id,
        held_on=meeting.held_on,
        taking_part=tuple(each for each in taking_part if each.mode in IN_THE_MEETING),
        quorum=meeting.quorum_for(case_reference, outside),
        rules_name=meeting.rules.name,
        begun=meeting.status in BEGUN,
    )


def asking_relations() -> Select[bool, bool, str]:
    """All three in one question, which is asked on every page of a case: of ``person`` to ``case``."""
    person, case = bindparam("person", type_=Text()), bindparam("case", type_=Text())
    standing = standing_interests().subquery()
    interested = select(standing.c.case_reference).where(
        standing.c.person_id == person, standing.c.case_reference == case
    )
    return select(
        cases_invited_to(person).where(agenda_item.c.case_reference == case).exists().label("invited"),
        interested.exists().label("interested"),
        _acting_chair_for(case).scalar_subquery().label("chairs"),
    )


_RELATIONS = asking_relations()  # made once: that takes as long as to ask it
