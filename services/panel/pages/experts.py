"""Inviting an expert to one or some cases of a meeting."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.meetings.invite_expert import invite_expert
from services.panel.domain.meetings.membership import ALL_SECTORS
from services.panel.queries.meetings import cases_of, visible_meeting
from shared.errors import Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()
WORDS = ("person_id", "name", "organisation", "sector", "email")


@router.get("/meetings/{meeting_id}/expert", name="invite_expert")
def expert_form(request: Request, tx: Tx, meeting_id: str) -> Response:
    return _expert_page(request, tx, meeting_id, {})


@router.post("/meetings/{meeting_id}/expert", name="invite_expert_post")
def expert(request: Request, tx: Tx, posted: Posted, meeting_id: str) -> Response:
    words = {name: posted.text(name) for name in WORDS}
    cases = [str(reference) for reference in posted.getlist("cases")]
    try:
        invite_expert(tx, meeting_id=meeting_id, **words, cases=cases)
    except Invalid as refused:
        return _expert_page(request, tx, meeting_id, posted, refused.faults)
    said = "The expert is on the list. Send the invitation from here."
    return redirect(request, "meeting_page", meeting_id=meeting_id, flash=said)


def _expert_page(request: Request, tx: Tx, meeting_id: str, values: Any, faults: Any = ()) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = visible_meeting(tx, meeting_id)
    cases = cases_of(tx, meeting)
    listed = [cases[item.case_reference] for item in meeting.agenda if item.case_reference in cases]
    return page(
        request,
        "invite_expert.html",
        422 if faults else 200,
        meeting=meeting,
        cases=[(case.reference, case.reference, case.age_text) for case in listed],
        sectors=list(ALL_SECTORS.items()),
        values=values,
        faults=faults,
    )
