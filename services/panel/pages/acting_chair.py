"""Naming somebody to chair a meeting in the chair's place."""

from fastapi import Request, Response

from services.panel.actions.meetings.name_acting_chair import name_acting_chair
from services.panel.domain.meetings.acting_chair import STILL_TO_BE_CHAIRED, may_be_named
from services.panel.queries.meetings import visible_meeting
from services.panel.queries.relations import acting_chair_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()


@router.get("/meetings/{meeting_id}/acting-chair", name="acting_chair")
def acting_chair(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _page(request, tx, meeting_id)


@router.post("/meetings/{meeting_id}/acting-chair", name="name_acting_chair")
def name(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    said = {"person_id": posted.text("person_id"), "because": posted.text("because")}
    try:
        name_acting_chair(tx, meeting_id=meeting_id, **said)
    except Invalid as refused:
        return _page(request, tx, meeting_id, posted, list(refused.faults))
    return redirect(request, "meeting_page", "Recorded who chairs the meeting.", meeting_id=meeting_id)


def _page(
    request: Request,
    tx: Transaction,
    meeting_id: str,
    posted: PostedForm | None = None,
    faults: list[Fault] | None = None,
) -> Response:
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = visible_meeting(tx, meeting_id)
    people = may_be_named(meeting)
    named = acting_chair_of(tx, meeting_id) or ""
    now = named if named in dict(people) else ""
    return page(
        request,
        "acting_chair.html",
        422 if faults else 200,
        meeting=meeting,
        people=[*people, ("", "Nobody: the chair chairs")],
        now=dict(people).get(now, ""),
        open=meeting.status in STILL_TO_BE_CHAIRED,
        values=posted or {"person_id": now},
        faults=faults or [],
        active="Meetings",
    )
