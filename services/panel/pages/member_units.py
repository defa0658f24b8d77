"""The units in which a member of the panel works, which are compared with those of every case."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.quorum.keep_units_of_member import keep_units_of_member
from services.panel.queries.found_interests import units_of
from services.panel.queries.interests import people_of_the_panel
from shared.errors import Invalid, NotFound
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()


@router.get("/members/{person_id}/units", name="member_units")
def units_form(request: Request, tx: Tx, person_id: str) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    return _units_page(request, tx, person_id, {"units": "\n".join(units_of(tx, person_id))})


@router.post("/members/{person_id}/units", name="member_units_post")
def units(request: Request, tx: Tx, posted: Posted, person_id: str) -> Response:
    try:
        keep_units_of_member(tx, person_id=person_id, written=posted.text("units"))
    except Invalid as refused:
        return _units_page(request, tx, person_id, posted, refused)
    return redirect(request, "panel_members", flash="Units saved. They are compared with every case.")


def _units_page(
    request: Request, tx: Tx, person_id: str, values: Any, refused: Invalid | None = None
) -> Response:
    people = people_of_the_panel(tx)
    if person_id not in people:
        raise NotFound("There is no such member of the panel.")
    faults, status = (refused.faults, 422) if refused else ((), 200)
    context = {"person_id": person_id, "name": people[person_id], "values": values, "faults": faults}
    return page(request, "member_units.html", status, **context)
