"""The directory of agencies: by what name, in which sector, and whom to turn to when they do not answer."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.day_of import today
from services.notifications.actions.gathering.keep_agency import AgencyGiven, keep_agency
from services.notifications.domain.gathering.agencies import Agency
from services.notifications.pages.posted_days import posted_day
from services.notifications.queries.agencies import agencies, agency_to_change
from shared.errors import Invalid
from shared.people import Permission, check
from shared.reference_lists import SECTORS
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()


@html.get("/agencies", name="agencies")
def directory(request: Request, tx: Tx) -> Response:
    return _page(request, tx, "agencies.html", None, ())


@html.post("/agencies", name="add_agency")
def add(request: Request, tx: Tx, posted: Posted) -> Response:
    return _kept(request, tx, posted, "")


@html.get("/agencies/{agency_id}", name="agency")
def one(request: Request, tx: Tx, agency_id: str) -> Response:
    return _page(request, tx, "agency.html", _values(agency_to_change(tx, agency_id)), (), agency_id)


@html.post("/agencies/{agency_id}", name="change_agency")
def change(request: Request, tx: Tx, posted: Posted, agency_id: str) -> Response:
    return _kept(request, tx, posted, agency_id)


def _kept(request: Request, tx: Transaction, posted: PostedForm, agency_id: str) -> Response:
    (first, first_faults), (last, last_faults) = (
        posted_day(posted, "valid_from"),
        posted_day(posted, "valid_to"),
    )
    names = ("name", "sector", "escalation_email", "predecessor_id", "due_after")
    written = {name: posted.text(name) for name in names}
    given = AgencyGiven(**written, valid_from=first, valid_to=last)
    faults = [*first_faults, *last_faults]
    try:
        keep_agency(tx, given=given, agency_id=agency_id, unread=faults)
    except Invalid as invalid:
        template = "agency.html" if agency_id else "agencies.html"
        return _page(request, tx, template, posted, invalid.faults, agency_id)
    return redirect(request, "agencies", flash="The directory is up to date.")


def _page(
    request: Request, tx: Transaction, template: str, values: Any, faults: Any, agency_id: str = ""
) -> Response:
    check(tx.person, Permission.GATHER_INFORMATION)
    known, on = agencies(tx), today(tx)
    return page(
        request,
        template,
        status_code=422 if faults else 200,
        agency_id=agency_id,
        now=[each for each in known if each.valid_on(on)],
        other=[each for each in known if not each.valid_on(on)],
        names={each.agency_id: each.name for each in known},
        predecessors=[(each.agency_id, each.name) for each in known if each.agency_id != agency_id],
        sectors=[(term.code, term.label) for term in SECTORS],
        sector_name=SECTORS.label,
        values=values or {},
        faults=faults,
    )


def _values(agency: Agency) -> dict[str, str]:
    dates = {"valid_from": agency.valid_from, "valid_to": agency.valid_to}
    parts = {
        f"{name}-{part}": str(getattr(day, part)) if day else ""
        for name, day in dates.items()
        for part in ("day", "month", "year")
    }
    return {
        "name": agency.name,
        "sector": agency.sector,
        "escalation_email": agency.escalation_email,
        "predecessor_id": agency.predecessor_id or "",
        "due_after": str(agency.due_after or ""),
        **parts,
    }
