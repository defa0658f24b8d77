"""Seeing again what redaction took out: the Caldicott guardian's list, and what was opened."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.reversal.open_reversal import (
    open_reversal,
    read_reversal,
    refuse_reversal,
)
from services.notifications.domain.redaction import RULES
from services.notifications.domain.reversal.reversal import POLICY, STATUS_LABELS, ReversalStatus
from services.notifications.queries.reversals import reversals_asked, title_of_text
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of
from shared.web.step_up import PROVEN, PROVEN_FORM

html = HtmlRouter()


@html.get("/reversals", name="reversals")
def reversals(request: Request, tx: Tx) -> Response:
    return _list_page(request, tx)


@html.post("/reversals/{reversal_id}/open", name="open_reversal", dependencies=PROVEN_FORM)
def open_one(request: Request, tx: Tx, posted: Posted, reversal_id: str) -> Response:
    open_reversal(tx, reversal_id=reversal_id, keys=site_of(request).settings.redaction_keys)
    return redirect(request, "opened_reversal", reversal_id=reversal_id)


@html.post("/reversals/{reversal_id}/refuse", name="refuse_reversal")
def refuse_one(request: Request, tx: Tx, posted: Posted, reversal_id: str) -> Response:
    try:
        refuse_reversal(tx, reversal_id=reversal_id, because=posted.text(f"because-{reversal_id}"))
    except Invalid as invalid:
        faults = [Fault(f"{fault.field}-{reversal_id}", fault.message) for fault in invalid.faults]
        return _list_page(request, tx, posted.texts(), faults)
    return redirect(request, "reversals", flash="Refused. Whoever asked sees the reason.")


@html.get("/reversals/{reversal_id}", name="opened_reversal", dependencies=PROVEN)
def opened(request: Request, tx: Tx, reversal_id: str) -> Response:
    keys = site_of(request).settings.redaction_keys
    reversal, hits = read_reversal(tx, reversal_id=reversal_id, keys=keys)
    return page(
        request,
        "opened_reversal.html",
        reversal=reversal,
        title=title_of_text(tx, reversal.material_id),
        hits=[(hit, RULES[hit.rule].label if hit.rule in RULES else hit.rule) for hit in hits],
    )


def _list_page(request: Request, tx: Tx, values: Any = None, faults: Any = ()) -> Response:
    check(tx.person, Permission.REVERSE_REDACTION)
    rows = [(each, title, each.status(tx.at)) for each, title in reversals_asked(tx)]
    tx.audit("view_reversals", reading=True, detail={"requests": len(rows)})
    return page(
        request,
        "reversals.html",
        status_code=422 if faults else 200,
        waiting=[row for row in rows if row[2] is ReversalStatus.ASKED],
        opened=[row for row in rows if row[2] is ReversalStatus.OPEN],
        rows=rows,
        labels=STATUS_LABELS,
        policy=POLICY,
        has_key=site_of(request).settings.redaction_keys is not None,
        values=values or {},
        faults=faults,
    )
