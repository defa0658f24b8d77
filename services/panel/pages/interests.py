"""A member's own cases, declaring an interest, and the manager's record of interests."""

from collections import Counter
from typing import Any

from fastapi import Request, Response

from services.panel.actions.quorum.clear_found_interest import clear_found_interest
from services.panel.actions.quorum.declare_interest import declare_interest
from services.panel.actions.quorum.declare_interest_for import declare_interest_for
from services.panel.actions.quorum.withdraw_interest import withdraw_interest
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.meeting_status import SHOWN_TO_MEMBERS, MeetingStatus
from services.panel.domain.quorum.found_interests import GROUND_LABELS
from services.panel.pages.agenda_lines import agenda_lines
from services.panel.queries.found_interests import (
    cases_closed_by_a_find,
    found_for_change,
    found_for_the_record,
)
from services.panel.queries.interests import names_of_who_settled, people_of_the_panel
from services.panel.queries.meetings import interest_for_change, interests_for_the_record, visible_meetings
from services.panel.queries.relations import closed_to, relations_to
from shared.errors import Invalid, NotFound
from shared.people import Permission, Relation, can, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()
NOT_YOURS = "You have declared no interest in a case with this reference."


@router.get("/my-cases", name="my_cases")
def my_cases(request: Request, tx: Tx) -> Response:
    on = london_day(tx.at)
    shown = [meeting for meeting in visible_meetings(tx) if meeting.status in SHOWN_TO_MEMBERS]
    coming = [
        meeting for meeting in shown if meeting.held_on >= on and meeting.status is not MeetingStatus.CLOSED
    ]
    recent = [meeting for meeting in reversed(shown) if meeting not in coming][:1]
    rows = [(meeting, agenda_lines(tx, meeting, on)) for meeting in (*coming, *recent)]
    return page(request, "my_cases.html", rows=rows, coming=coming)


@router.get("/cases/{case_reference}/interest", name="declare_interest")
def declare_form(request: Request, tx: Tx, case_reference: str) -> Response:
    relations = relations_to(tx, case_reference)
    check(tx.person, Permission.DECLARE_INTEREST, relations)
    if Relation.INTERESTED in relations and case_reference not in cases_closed_by_a_find(tx):
        raise closed_to(tx, case_reference)
    return _declare_page(request, tx, case_reference)


@router.post("/cases/{case_reference}/interest", name="declare_interest_post")
def declare(request: Request, tx: Tx, posted: Posted, case_reference: str) -> Response:
    try:
        declare_interest(tx, case_reference=case_reference, reason=posted.text("reason"))
    except Invalid as refused:
        return _declare_page(request, tx, case_reference, posted, refused)
    return redirect(request, "interest_declared", case_reference=case_reference)


@router.get("/cases/{case_reference}/interest/declared", name="interest_declared")
def declared(request: Request, tx: Tx, case_reference: str) -> Response:
    check(tx.person, Permission.VIEW_OWN_MEETINGS)
    if Relation.INTERESTED not in relations_to(tx, case_reference):
        # Refused, so that no reading is audited: an auditor could tell by it which reference is restricted.
        raise NotFound(NOT_YOURS)
    found = case_reference in cases_closed_by_a_find(tx)
    return page(request, "interest_declared.html", reference=case_reference, found=found)


@router.get("/interests", name="interests")
def interests(request: Request, tx: Tx, member: str = "") -> Response:
    """``member``: the account whose finds alone are shown; everybody's if nothing was found of it."""
    declared, every = interests_for_the_record(tx), found_for_the_record(tx)
    names = {one.person_id: one.person_name for one in every}
    open_of = Counter(one.person_id for one in every if one.settled_at is None)
    found = [one for one in every if one.person_id == member or member not in names]
    cases = [*(one.case_reference for one in declared), *(one.case_reference for one in found)]
    for case_reference in dict.fromkeys(cases):
        tx.audit("read_interests", case=case_reference, reading=True)
    return page(
        request,
        "interests.html",
        interests=declared,
        found=found,
        members=[(each, names[each], open_of[each]) for each in sorted(names, key=names.__getitem__)],
        member=member,
        grounds=GROUND_LABELS,
        names=names_of_who_settled(tx),
        may_withdraw=can(tx.person, Permission.WITHDRAW_INTEREST),
    )


@router.get("/interests/declare", name="declare_interest_for")
def declare_for_form(request: Request, tx: Tx, case: str = "") -> Response:
    return _declare_for_page(request, tx, {"case_reference": case})


@router.post("/interests/declare", name="declare_interest_for_post")
def declare_for(request: Request, tx: Tx, posted: Posted) -> Response:
    given = {"person_id": posted.text("person_id"), "reason": posted.text("reason")}
    try:
        declare_interest_for(tx, case_reference=posted.text("case_reference").upper(), **given)
    except Invalid as refused:
        return _declare_for_page(request, tx, posted, refused)
    said = "The interest is written down. The case is closed to them from now on."
    may_read = can(tx.person, Permission.WITHDRAW_INTEREST)
    return redirect(request, "interests" if may_read else "meetings", flash=said)


@router.get("/interests/{interest_id}/withdraw", name="withdraw_interest")
def withdraw_form(request: Request, tx: Tx, interest_id: str) -> Response:
    return page(request, "withdraw_interest.html", interest=interest_for_change(tx, interest_id))


@router.post("/interests/{interest_id}/withdraw", name="withdraw_interest_post")
def withdraw(request: Request, tx: Tx, posted: Posted, interest_id: str) -> Response:
    try:
        withdraw_interest(tx, interest_id=interest_id, because=posted.text("because"))
    except Invalid as refused:
        context = {
            "interest": interest_for_change(tx, interest_id),
            "values": posted,
            "faults": refused.faults,
        }
        return page(request, "withdraw_interest.html", 422, **context)
    return redirect(request, "interests", flash="The interest is withdrawn.")


@router.get("/interests/found/{found_id}/clear", name="clear_found_interest")
def clear_form(request: Request, tx: Tx, found_id: str) -> Response:
    return _clear_page(request, tx, found_id)


@router.post("/interests/found/{found_id}/clear", name="clear_found_interest_post")
def clear(request: Request, tx: Tx, posted: Posted, found_id: str) -> Response:
    try:
        clear_found_interest(tx, found_id=found_id, because=posted.text("because"))
    except Invalid as refused:
        return _clear_page(request, tx, found_id, posted, refused)
    return redirect(request, "interests", flash="Cleared. It is not found again for this case.")


def _declare_page(
    request: Request, tx: Tx, case_reference: str, values: Any = None, refused: Invalid | None = None
) -> Response:
    faults, status = (refused.faults, 422) if refused else ((), 200)
    found = case_reference in cases_closed_by_a_find(tx)
    context = {"reference": case_reference, "found": found, "values": values, "faults": faults}
    return page(request, "declare_interest.html", status, **context)


def _declare_for_page(request: Request, tx: Tx, values: Any, refused: Invalid | None = None) -> Response:
    faults, status = (refused.faults, 422) if refused else ((), 200)
    context = {"people": list(people_of_the_panel(tx).items()), "values": values, "faults": faults}
    return page(request, "declare_interest_for.html", status, **context)


def _clear_page(
    request: Request, tx: Tx, found_id: str, values: Any = None, refused: Invalid | None = None
) -> Response:
    faults, status = (refused.faults, 422) if refused else ((), 200)
    context = {"found": found_for_change(tx, found_id), "values": values, "faults": faults}
    return page(request, "clear_found_interest.html", status, grounds=GROUND_LABELS, **context)
