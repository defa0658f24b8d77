"""Who is to be written to about a meeting, what they were sent, and the invitation behind a signed link."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from services.panel.domain.meetings.answers import no_such_invitation, read_answer_token, seat_mark
from services.panel.domain.meetings.meeting_status import BEFORE_IT_BEGINS
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import PanelMember
from services.panel.domain.meetings.seats import Seat
from services.panel.tables.meetings import meeting_notice, panel_meeting, panel_member
from shared.people import Permission, Role, check
from shared.storage import Transaction

Told = dict[str, list[tuple[str, int]]]


def addresses_of(tx: Transaction, meeting: PanelMeeting) -> dict[str, str]:
    """E-mail addresses by person: that of the seat on the panel that day, or given with the invitation.

    For the office, and for the background step that reminds people.
    """
    _check_writes(tx)
    people = [seat.person_id for seat in meeting.seats]
    wanted = select(PanelMember).where(panel_member.c.person_id.in_(people))
    found = {seat.person_id: seat.email for seat in meeting.seats if seat.email}
    for member in tx.session.scalars(wanted.order_by(panel_member.c.valid_from)):
        if member.on_the_panel(meeting.held_on) and member.email:
            found[member.person_id] = member.email
    return found


def told_of(tx: Transaction, meeting: PanelMeeting) -> Told:
    """The kinds and sequences of what was sent about a meeting, by person, the oldest first."""
    _check_writes(tx)
    row = meeting_notice.c
    sent = select(row.person_id, row.kind, row.sequence).where(row.meeting_id == meeting.id)
    told: Told = {}
    for person_id, kind, sequence in tx.session.execute(sent.order_by(row.sent_at, row.kind)):
        told.setdefault(person_id, []).append((kind, sequence))
    return told


def meetings_to_remind_of(tx: Transaction, first: date, last: date) -> list[PanelMeeting]:
    """Meetings still to begin from ``first`` to ``last``, each locked. For the background step alone."""
    _check_writes(tx)
    coming = select(PanelMeeting).where(
        panel_meeting.c.held_on.between(first, last), panel_meeting.c.status.in_(BEFORE_IT_BEGINS)
    )
    ordered = coming.order_by(panel_meeting.c.held_on, panel_meeting.c.id).with_for_update(skip_locked=True)
    return list(tx.session.scalars(ordered.execution_options(populate_existing=True)))


def invitation_of_link(
    tx: Transaction, *, key: str, token: str, to_change: bool = False
) -> tuple[PanelMeeting, Seat]:
    """The meeting and the seat that a link is for: the link is all that its bearer may do.

    Raises InvitationLinkNotValid where nobody signed it or the invitation was withdrawn.
    """
    meeting_id, mark = read_answer_token(key, token)
    tx.hold_link("meeting", meeting_id)
    wanted = select(PanelMeeting).where(panel_meeting.c.id == meeting_id)
    if to_change:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    meeting = tx.session.scalars(wanted).one_or_none()
    seat = _seat(meeting.seats, meeting.id, mark) if meeting else None
    if meeting is None or seat is None:
        raise no_such_invitation()
    return meeting, seat


def _seat(seats: Iterable[Seat], meeting_id: str, mark: str) -> Seat | None:
    return next((seat for seat in seats if seat_mark(meeting_id, seat.person_id) == mark), None)


def _check_writes(tx: Transaction) -> None:
    """Letters that fall due go out by themselves; else they are the office's."""
    if Role.SYSTEM not in tx.person.roles:
        check(tx.person, Permission.PREPARE_MEETING)
