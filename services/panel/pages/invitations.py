"""Inviting by letter, and the answers: what somebody says of coming, signed in or through the link."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.answer_by_link import answer_by_link
from services.panel.actions.meetings.answer_invitation import answer_invitation
from services.panel.actions.meetings.send_invitations import send_invitations
from services.panel.background import inviting_with
from services.panel.domain.meetings.answers import ANSWERED, ANSWERS
from services.panel.domain.meetings.invitations import INVITATION, NOTICE_LABELS, to_be_told
from services.panel.domain.meetings.meeting_status import BEFORE_IT_BEGINS
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.pages.calendar import calendar_file
from services.panel.queries.invitations import addresses_of, invitation_of_link, told_of
from services.panel.queries.meetings import deputies_of, visible_meeting
from shared.errors import Invalid, NotFound
from shared.people import Person, Role
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedToShowAgain, Tx, page, redirect
from shared.web.site import site_of

router = HtmlRouter()
INVITED = Person("invited-with-link", "Somebody invited, with their link", frozenset({Role.AGENCY_RESPONDER}))

HAS_THE_PAPERS = "From now on they can read the papers of this meeting"
NOT_ENTERED = "The office has entered no deputy for your seat yet, so you cannot say who. See below"


@dataclass(frozen=True)
class Invitations:
    """How far the inviting has come: how many are still to be written to, and who has no address.

    ``told``: by person the latest letter in words.
    """

    to_write: int
    without_address: tuple[str, ...]
    told: dict[str, str]


def invitations_of(tx: Transaction, meeting: PanelMeeting) -> Invitations:
    """For the office."""
    addresses, told = addresses_of(tx, meeting), told_of(tx, meeting)
    waiting = to_be_told(meeting, INVITATION, addresses, told)
    without = tuple(seat.name for seat in meeting.seats if seat.person_id not in addresses)
    latest = {person: NOTICE_LABELS[sent[-1][0]] for person, sent in told.items()}
    return Invitations(len(waiting) if meeting.status in BEFORE_IT_BEGINS else 0, without, latest)


@router.post("/meetings/{meeting_id}/invitations", name="send_invitations")
def send(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    inviting = inviting_with(site_of(request).settings)
    sent = send_invitations(tx, meeting_id=meeting_id, inviting=inviting)
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=f"Invitations in line: {sent}.")


@router.get("/meetings/{meeting_id}/answer", name="answer_invitation")
def answer_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _own_page(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/answer", name="answer_invitation_post")
def answer(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    try:
        said, _, deputy = posted.text("answer").partition(":")
        kept = answer_invitation(tx, meeting_id=meeting_id, answer=said, deputy_id=deputy or None)
    except Invalid as refused:
        return _own_page(request, tx, meeting_id, refused.faults)
    flash = f"Your answer is kept: {ANSWERED[said].lower()}."
    if kept.announced_without_a_name:
        flash += " Nobody is named yet: ask the child death review office to enter your deputy."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=flash)


@router.get("/answer/{token}", name="answer_by_link")
def link_form(request: Request, tx: Tx, token: str) -> Response:
    tx.person = INVITED
    return _link_page(request, tx, token)


@router.post("/answer/{token}", name="answer_by_link_post")
def link_answer(request: Request, tx: Tx, posted: PostedToShowAgain, token: str) -> Response:
    tx.person = INVITED
    if posted.expired:
        return _link_page(request, tx, token, posted.texts(), expired=True)
    try:
        answer_by_link(tx, key=_key(request), token=token, answer=posted.text("answer"))
    except Invalid as refused:
        return _link_page(request, tx, token, posted.texts(), refused.faults)
    return redirect(request, "answer_by_link", token=token, flash="Thank you. Your answer is kept.")


@router.get("/answer/{token}/panel-meeting.ics", name="calendar_by_link")
def link_calendar(request: Request, tx: Tx, token: str) -> Response:
    tx.person = INVITED
    meeting, _ = invitation_of_link(tx, key=_key(request), token=token)
    return calendar_file(request, meeting, tx)


def _own_page(request: Request, tx: Tx, meeting_id: str, faults: Any = ()) -> Response:
    meeting = visible_meeting(tx, meeting_id)
    seat = next((one for one in meeting.seats if one.person_id == tx.person.id), None)
    if seat is None:
        raise NotFound("You have no seat of your own at this meeting.")
    deputies = deputies_of(tx, tx.person.id, meeting.held_on)
    named = [
        (f"deputy:{one.person_id}", f"My deputy is coming: {one.name}", HAS_THE_PAPERS) for one in deputies
    ]
    deputy = named or [("deputy", ANSWERS["deputy"], NOT_ENTERED)]
    others = [(value, label) for value, label in ANSWERS.items() if value != "deputy"]
    return page(
        request,
        "answer_invitation.html",
        422 if faults else 200,
        meeting=meeting,
        seat=seat,
        options=[*others, *deputy],
        deputies=deputies,
        chosen={"answer": f"deputy:{seat.deputy_id}" if seat.deputy_id else seat.answer or ""},
        open=meeting.status in BEFORE_IT_BEGINS,
        faults=faults,
    )


def _link_page(
    request: Request, tx: Tx, token: str, values: Any = None, faults: Any = (), *, expired: bool = False
) -> Response:
    """Day, time and place, and nothing else: whoever holds the letter may open it."""
    meeting, seat = invitation_of_link(tx, key=_key(request), token=token)
    return page(
        request,
        "answer_by_link.html",
        422 if faults or expired else 200,
        meeting=meeting,
        token=token,
        values=values if values is not None else {"answer": seat.answer or ""},
        said=ANSWERED.get(seat.answer or "", ""),
        answers=list(ANSWERS.items()),
        open=meeting.status in BEFORE_IT_BEGINS,
        faults=faults,
        expired=expired,
    )


def _key(request: Request) -> str:
    return site_of(request).settings.secret_key.get_secret_value()
