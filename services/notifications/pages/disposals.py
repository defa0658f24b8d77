"""Lists of records to dispose of: proposed by one person, answered by another, certified when carried out."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.actions.retention.answer_disposal import answer_disposal
from services.notifications.actions.retention.propose_disposal import propose_disposal
from services.notifications.domain.retention.certificate import Certificate, certificate_of
from services.notifications.domain.retention.disposal_list import NothingToDisposeOf
from services.notifications.pages.retention import row_says
from services.notifications.printing.certificate_file import certificate_file
from services.notifications.queries.disposals import disposal_list_of, disposal_lists, list_to_certify
from services.notifications.queries.retention import confirmed_rows, standings_on
from services.notifications.retention_lines import kinds_of_record
from shared.errors import Invalid
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of
from shared.web.step_up import PROVEN_FORM

html = HtmlRouter()


@html.get("/retention/disposals", name="disposals")
def lists(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_RETENTION)
    found = disposal_lists(tx)
    tx.audit("view_disposals", reading=True, detail={"lists": len(found)})
    may_propose = can(tx.person, Permission.PROPOSE_DISPOSAL)
    return page(request, "disposals.html", lists=found, may_propose=may_propose)


@html.post("/retention/disposals", name="propose_disposal")
def propose(request: Request, tx: Tx, posted: Posted) -> Response:
    try:
        list_id = propose_disposal(tx)
    except NothingToDisposeOf as nothing:
        return redirect(request, "disposals", flash=nothing.detail)
    said = "The list is proposed. Nothing goes before somebody else has approved it."
    return redirect(request, "disposal", flash=said, list_id=list_id)


@html.get("/retention/disposals/{list_id}", name="disposal")
def one_list(request: Request, tx: Tx, list_id: str) -> Response:
    return _list_page(request, tx, list_id)


@html.post("/retention/disposals/{list_id}", name="answer_disposal", dependencies=PROVEN_FORM)
def answer(request: Request, tx: Tx, posted: Posted, list_id: str) -> Response:
    approves = posted.text("answer") == "approve"
    try:
        given = {name: posted.text(name) for name in ("reason", "seen")}
        answer_disposal(tx, list_id=list_id, approves=approves, **given)
    except Invalid as invalid:
        return _list_page(request, tx, list_id, posted, invalid.faults)
    said = "Approved: it is carried out now, record by record." if approves else "Refused. Nothing goes."
    return redirect(request, "disposal", flash=said, list_id=list_id)


@html.get("/retention/disposals/{list_id}/certificate", name="disposal_certificate")
def certificate(request: Request, tx: Tx, list_id: str) -> Response:
    made = _certificate(request, tx, list_id)
    return page(request, "disposal_certificate.html", certificate=made, list_id=list_id)


@html.get("/retention/disposals/{list_id}/certificate.pdf", name="disposal_certificate_file")
def printed(request: Request, tx: Tx, list_id: str) -> Response:
    made = _certificate(request, tx, list_id)
    name = f"certificate-of-disposal-{list_id[:12]}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(certificate_file(made), media_type="application/pdf", headers=headers)


def _certificate(request: Request, tx: Transaction, list_id: str) -> Certificate:
    listed = list_to_certify(tx, list_id)
    panel_name = site_of(request).settings.panel_name
    made = certificate_of(listed, confirmed_rows(tx), kinds_of_record(), panel_name=panel_name)
    tx.audit("read_certificate", subject=list_id, reading=True)
    return made


def _list_page(
    request: Request, tx: Transaction, list_id: str, values: Any = None, faults: Any = ()
) -> Response:
    listed = disposal_list_of(tx, list_id)
    standings = standings_on(tx, on=today(tx)) if listed.waits else []
    tx.audit("view_disposal", subject=list_id, reading=True)
    return page(
        request,
        "disposal.html",
        status_code=422 if faults else 200,
        listed=listed,
        records=listed.items,
        kept_now={(each.record.reference, each.record.record_type): each.kept_because for each in standings},
        held_back=[each for each in standings if each.is_kept_beyond(today(tx))],
        kinds=kinds_of_record(),
        rows={row.number: row_says(row) for row in confirmed_rows(tx)},
        own=listed.proposed_by == tx.person.id,
        may_answer=can(tx.person, Permission.APPROVE_DISPOSAL),
        values=values,
        faults=faults,
    )
