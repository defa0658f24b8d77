"""Reads of meetings, members and interests, each starting from who is looking."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select

from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.meeting_status import MeetingStatus
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import DEFAULT_PANEL, PanelMember
from services.panel.domain.meetings.panels import Panel
from services.panel.domain.quorum.interests import DeclaredInterest
from services.panel.domain.quorum.quorum import Attendee
from services.panel.queries.relations import (
    cases_invited_to,
    cases_of_interest_to,
    cases_open_to,
    standing_interests,
)
from services.panel.tables.cases import review_case
from services.panel.tables.interests import found_interest
from services.panel.tables.meetings import (
    agenda_item,
    declared_interest,
    meeting_seat,
    panel_meeting,
    panel_member,
)
from shared.errors import NotFound
from shared.people import Permission, Person, can, check, check_any
from shared.storage import Transaction


def meetings_visible_to(person: Person) -> Select[PanelMeeting]:
    """The meetings this person may see: the office all, others those with a seat for them."""
    meetings = select(PanelMeeting).order_by(panel_meeting.c.held_on, panel_meeting.c.id)
    if can(person, Permission.PREPARE_MEETING):
        return meetings
    seats = select(meeting_seat.c.meeting_id).where(
        or_(meeting_seat.c.person_id == person.id, meeting_seat.c.deputy_id == person.id)
    )
    return meetings.where(panel_meeting.c.id.in_(seats))


def visible_meetings(tx: Transaction) -> list[PanelMeeting]:
    """The meetings of who is looking, earliest first."""
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    return list(tx.session.scalars(meetings_visible_to(tx.person)))


def visible_meeting(tx: Transaction, meeting_id: str) -> PanelMeeting:
    """One meeting to read. NotFound also where there is one to which this person is not invited."""
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    found = meetings_visible_to(tx.person).where(panel_meeting.c.id == _as_typed(meeting_id))
    return _found(tx.session.scalars(found).one_or_none())


def meeting_for_change(tx: Transaction, meeting_id: str) -> PanelMeeting:
    """One meeting of who is acting, locked until the transaction ends."""
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    found = (
        meetings_visible_to(tx.person).where(panel_meeting.c.id == _as_typed(meeting_id)).with_for_update()
    )
    return _found(tx.session.scalars(found.execution_options(populate_existing=True)).one_or_none())


def planned_meetings(tx: Transaction) -> list[PanelMeeting]:
    """Meetings on whose agenda the office may still put a case, earliest first."""
    check(tx.person, Permission.PREPARE_MEETING)
    still_open = (MeetingStatus.PLANNED, MeetingStatus.AGENDA_PUBLISHED)
    return list(
        tx.session.scalars(meetings_visible_to(tx.person).where(panel_meeting.c.status.in_(still_open)))
    )


def days_with_a_meeting(tx: Transaction, panel: Panel, starts: str, days: Iterable[date]) -> list[date]:
    """Those of ``days`` on which the panel already has a meeting at ``starts`` that is not cancelled."""
    check(tx.person, Permission.PREPARE_MEETING)
    of_panel = [panel_meeting.c.panel_id == panel.id]
    if panel.id == DEFAULT_PANEL:
        of_panel.append(panel_meeting.c.panel_id.is_(None))
    found = (
        select(panel_meeting.c.held_on)
        .where(panel_meeting.c.held_on.in_(list(days)), panel_meeting.c.starts == starts)
        .where(or_(*of_panel), panel_meeting.c.status != MeetingStatus.CANCELLED)
    )
    return sorted(tx.session.scalars(found))


def meeting_of_case(tx: Transaction, case_reference: str) -> PanelMeeting | None:
    """The latest meeting, not cancelled, with the case on its agenda, as far as this person may see it."""
    found = (
        meetings_visible_to(tx.person)
        .join(agenda_item, agenda_item.c.meeting_id == panel_meeting.c.id)
        .where(
            agenda_item.c.case_reference == case_reference,
            panel_meeting.c.status != MeetingStatus.CANCELLED,
        )
    )
    return next(reversed(list(tx.session.scalars(found))), None)


def attendees_for_case(tx: Transaction, meeting_id: str, case_reference: str) -> list[Attendee]:
    """Everybody on the register who takes part in this case: no interest, and in the room for it."""
    meeting = visible_meeting(tx, meeting_id)
    return meeting.taking_part_in(case_reference, people_interested_in(tx, case_reference))


def invited_case_references(tx: Transaction, person: Person) -> set[str]:
    """The cases of this person's meetings whose agenda is published, interests or not."""
    return set(tx.session.scalars(cases_invited_to(person.id)))


def interested_case_references(tx: Transaction, person: Person) -> set[str]:
    """The cases in which this person has a standing interest."""
    return set(tx.session.scalars(cases_of_interest_to(person.id)))


def people_interested_in(tx: Transaction, case_reference: str) -> set[str]:
    """Ids of the people with a standing interest in the case."""
    return interested_people(tx, [case_reference]).get(case_reference, set())


def interested_people(tx: Transaction, case_references: Iterable[str]) -> dict[str, set[str]]:
    """Ids of the people with a standing interest, by case; for cases the caller may see."""
    standing = standing_interests().subquery()
    found = select(standing.c.case_reference, standing.c.person_id).where(
        standing.c.case_reference.in_(list(case_references))
    )
    people: dict[str, set[str]] = {}
    for case_reference, person_id in tx.session.execute(found):
        people.setdefault(case_reference, set()).add(person_id)
    return people


def people_who_declared(tx: Transaction, case_references: Iterable[str]) -> dict[str, set[str]]:
    """Ids of the people with a declaration that stands, by case; for cases the caller may see."""
    kept = declared_interest.c
    standing = kept.case_reference.in_(list(case_references)) & kept.withdrawn_at.is_(None)
    people: dict[str, set[str]] = {}
    for case_reference, person_id in tx.session.execute(
        select(kept.case_reference, kept.person_id).where(standing)
    ):
        people.setdefault(case_reference, set()).add(person_id)
    return people


def interests_known_since(tx: Transaction, case_references: Iterable[str]) -> dict[tuple[str, str], datetime]:
    """When each standing interest became known, by case and person; for cases the caller may see."""
    wanted = list(case_references)
    known: dict[tuple[str, str], datetime] = {}
    for kept, instant in (
        (declared_interest.c, declared_interest.c.declared_at),
        (found_interest.c, found_interest.c.found_at),
    ):
        rows = select(kept.case_reference, kept.person_id, func.min(instant))
        rows = rows.where(kept.case_reference.in_(wanted)).group_by(kept.case_reference, kept.person_id)
        for case, person, since in tx.session.execute(rows):
            known[case, person] = min(since, known.get((case, person), since))
    return known


def bundle_readers(tx: Transaction, case_references: Iterable[str]) -> dict[str, set[str]]:
    """Ids of the people who have opened the bundle, by case; for cases the caller may see."""
    entry = panel_meeting.metadata.tables["audit_entry"].c
    found = (
        select(entry.case_reference, entry.person_id)
        .where(entry.case_reference.in_(list(case_references)), entry.action == "read_bundle")
        .distinct()
    )
    readers: dict[str, set[str]] = {}
    for case_reference, person_id in tx.session.execute(found):
        readers.setdefault(case_reference, set()).add(person_id)
    return readers


def cases_of(tx: Transaction, meeting: PanelMeeting) -> dict[str, ReviewCase]:
    """Those cases of the agenda that this person may open, by reference."""
    listed = [item.case_reference for item in meeting.agenda]
    found = select(ReviewCase).where(review_case.c.reference.in_(listed))
    if not can(tx.person, Permission.VIEW_ALL_CASES):
        found = found.where(review_case.c.reference.in_(cases_open_to(tx.person.id)))
    return {case.reference: case for case in tx.session.scalars(found)}


def members_on(tx: Transaction, day: date) -> list[PanelMember]:
    """Who holds a seat on this day, by organisation; for the office."""
    return [member for member in all_members(tx) if member.on_the_panel(day)]


def all_members(tx: Transaction) -> list[PanelMember]:
    """Every seat ever held, by organisation and name; for the office."""
    check(tx.person, Permission.PREPARE_MEETING)
    order = (panel_member.c.organisation, panel_member.c.name, panel_member.c.valid_from)
    return list(tx.session.scalars(select(PanelMember).order_by(*order)))


def deputies_on(tx: Transaction, day: date) -> dict[str, list[PanelMember]]:
    """Deputies with a seat on this day, by the id of the member they stand in for."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    found = tx.session.scalars(select(PanelMember).where(panel_member.c.deputises_for.is_not(None)))
    deputies: dict[str, list[PanelMember]] = {}
    for member in found:
        if member.on_the_panel(day) and member.deputises_for:
            deputies.setdefault(member.deputises_for, []).append(member)
    return deputies


def deputy_names(tx: Transaction, meeting: PanelMeeting) -> dict[str, str]:
    """The names of the deputies who are named for a meeting that the caller may see, by their ids."""
    named = [seat.deputy_id for seat in meeting.seats if seat.deputy_id]
    wanted = select(panel_member.c.person_id, panel_member.c.name).where(panel_member.c.person_id.in_(named))
    return {row.person_id: row.name for row in tx.session.execute(wanted)}


def deputies_of(tx: Transaction, person_id: str, day: date) -> list[PanelMember]:
    """The deputies of one member with a seat on this day; for that member and the office."""
    if tx.person.id != person_id:
        check(tx.person, Permission.PREPARE_MEETING)
    return _deputies(tx, person_id, day)


def only_deputy_of(tx: Transaction, person_id: str, day: date) -> str | None:
    """The deputy's id where a member has exactly one; for who has shown the link of the invitation."""
    found = _deputies(tx, person_id, day)
    return found[0].person_id if len(found) == 1 else None


def _deputies(tx: Transaction, person_id: str, day: date) -> list[PanelMember]:
    wanted = (
        select(PanelMember).where(panel_member.c.deputises_for == person_id).order_by(panel_member.c.name)
    )
    return [member for member in tx.session.scalars(wanted) if member.on_the_panel(day)]


def interests_for_the_record(tx: Transaction) -> list[DeclaredInterest]:
    """Every declaration with its reason, newest first; for the manager and the auditor alone."""
    shown_to = (Permission.WITHDRAW_INTEREST, Permission.VIEW_AUDIT)
    check_any(tx.person, shown_to, "Declared interests are shown to the CDR manager and the auditor.")
    return list(tx.session.scalars(select(DeclaredInterest).order_by(declared_interest.c.declared_at.desc())))


def interest_for_change(tx: Transaction, interest_id: str) -> DeclaredInterest:
    """One declaration, locked; for who may withdraw it."""
    check(tx.person, Permission.WITHDRAW_INTEREST)
    found = select(DeclaredInterest).where(declared_interest.c.id == _as_typed(interest_id)).with_for_update()
    interest = tx.session.scalars(found.execution_options(populate_existing=True)).one_or_none()
    if interest is None:
        raise NotFound("There is no declared interest under this address.")
    return interest


def notified_between(tx: Transaction, first: date, last: date) -> list[ReviewCase]:
    """The cases notified from ``first`` to ``last``, both counted; for the office."""
    check(tx.person, Permission.PREPARE_MEETING)
    notified = review_case.c.notified_on.between(first, last)
    return list(tx.session.scalars(select(ReviewCase).where(notified)))


def _as_typed(id: str) -> str:
    """An id out of an address, without the one character that PostgreSQL's text cannot hold."""
    return id.replace("\0", "")


def _found(meeting: PanelMeeting | None) -> PanelMeeting:
    if meeting is None:
        raise NotFound("There is no such meeting, or you are not invited to it.")
    return meeting
