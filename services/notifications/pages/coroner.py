"""Disclosure to a coroner: choose parts of the record, look at the exact text, disclose, and read the log."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.coroner.disclose_to_coroner import digest, disclose_to_coroner
from services.notifications.actions.gathering.request_reporting_forms import today
from services.notifications.domain.coroner.coroners import CORONERS, agreements_on, coroner_name, coroners_on
from services.notifications.domain.coroner.extract import Extract, prepare_extract
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.record_parts import record_parts
from services.notifications.queries.gathering import materials_of
from services.notifications.queries.notifications import notification_of
from services.notifications.queries.processes import disclosure, disclosures_of, every_disclosure
from shared.errors import Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

html = HtmlRouter()
HERE = "coroner"
_TYPED = ("coroner", "agreement", "recipient", "purpose", "others_needed")


@html.get("/cases/{reference}/coroner", name=HERE)
def coroner(request: Request, tx: Tx, reference: str) -> Response:
    return _page(request, tx, reference)


@html.post("/cases/{reference}/coroner/extract", name="look_at_extract")
def look(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    """The exact text, before anything is disclosed."""
    check(tx.person, Permission.DISCLOSE_TO_CORONER)
    if posted.text("change"):
        return _page(request, tx, reference, posted)
    try:
        extract = _extract(tx, posted, reference)
    except Invalid as invalid:
        return _page(request, tx, reference, posted, invalid.faults)
    tx.audit("look_at_extract", case=reference, reading=True)
    return page(
        request,
        "coroner_extract.html",
        reference=reference,
        extract=extract,
        coroner_name=coroner_name,
        seen=digest(extract.text),
        typed={name: posted.text(name) for name in _TYPED},
        chosen=posted.getlist("parts"),
    )


@html.post("/cases/{reference}/coroner/disclose", name="disclose_to_coroner")
def disclose(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    check(tx.person, Permission.DISCLOSE_TO_CORONER)
    try:
        extract = _extract(tx, posted, reference)
    except Invalid as invalid:
        return _page(request, tx, reference, posted, invalid.faults)
    disclosure_id = disclose_to_coroner(tx, case=reference, extract=extract, seen=posted.text("seen"))
    said = "Recorded in the log. Send the text below by your secure route."
    return redirect(request, "disclosure", flash=said, disclosure_id=disclosure_id)


@html.get("/disclosures/{disclosure_id}", name="disclosure")
def one(request: Request, tx: Tx, disclosure_id: str) -> Response:
    found = disclosure(tx, disclosure_id)
    tx.audit("view_disclosure", case=found["case_reference"], subject=disclosure_id, reading=True)
    return page(request, "disclosure.html", found=found, coroner_name=coroner_name)


@html.get("/coroners/{coroner_id}", name="coroner_log")
def log(request: Request, tx: Tx, coroner_id: str) -> Response:
    """Everything ever disclosed to one coroner."""
    check(tx.person, Permission.DISCLOSE_TO_CORONER)
    if coroner_id not in {each.id for each in CORONERS}:
        raise NotFound("There is no such coroner.")
    rows = every_disclosure(tx, coroner_id)
    tx.audit("view_coroner_log", subject=coroner_id, reading=True, detail={"disclosures": len(rows)})
    return page(request, "coroner_log.html", rows=rows, name=coroner_name(coroner_id))


def _extract(tx: Transaction, posted: PostedForm, reference: str) -> Extract:
    notification, on = notification_of(tx, reference), today(tx)
    return prepare_extract(
        record_parts(notification.answers, materials_of(tx, reference)),
        chosen=[str(each) for each in posted.getlist("parts")],
        heading=f"Extract of the child death review record {reference}, {on.day} {on:%B %Y}",
        on=on,
        **{name: posted.text(name) for name in _TYPED},
    )


def _page(
    request: Request, tx: Transaction, reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.DISCLOSE_TO_CORONER)
    notification, on = notification_of(tx, reference), today(tx)
    parts = record_parts(notification.answers, materials_of(tx, reference))
    tx.audit("view_coroner", case=reference, reading=True)
    return page(
        request,
        "coroner.html",
        status_code=422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        log=disclosures_of(tx, reference),
        coroners=[(each.id, each.name) for each in coroners_on(on)],
        coroner_name=coroner_name,
        agreements=[
            (each.id, f"{each.name}, version {each.version}", each.says) for each in agreements_on(on)
        ],
        record_parts=[(each.id, each.title, _hint(each.others)) for each in parts],
        values=values,
        faults=faults,
    )


def _hint(others: bool) -> str:
    return "Also about other people: say below why the coroner needs it" if others else ""
