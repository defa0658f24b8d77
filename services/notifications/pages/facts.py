"""Facts that several sources give: side by side, and which was chosen."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.choose_fact import choose_fact
from services.notifications.pages.case_sections import case_navigation
from services.notifications.queries.facts import choices_of, facts_of_case
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()


@html.get("/cases/{reference}/facts", name="facts")
def facts(request: Request, tx: Tx, reference: str) -> Response:
    return _facts_page(request, tx, reference)


@html.post("/cases/{reference}/facts", name="choose_fact")
def choose(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    """One source is followed, or a choice is taken back. The fields carry the fact's id in their name."""
    fact = posted.text("fact")
    source = "" if posted.text("do") == "take_back" else posted.text(f"source-{fact}") or "-"
    try:
        choose_fact(tx, case=reference, fact=fact, source=source, reason=posted.text(f"reason-{fact}"))
    except Invalid as invalid:
        faults = [Fault(f"{fault.field}-{fact}", fault.message) for fault in invalid.faults]
        return _facts_page(request, tx, reference, posted.texts(), faults)
    said = "The choice is taken back." if not source else "Chosen. The other answers stay."
    return redirect(request, "facts", flash=said, reference=reference)


def _facts_page(
    request: Request, tx: Transaction, reference: str, values: Any = None, faults: Any = ()
) -> Response:
    check(tx.person, Permission.GATHER_INFORMATION)
    found, choices = facts_of_case(tx, reference), choices_of(tx, reference)
    tx.audit("view_facts", case=reference, reading=True)
    return page(
        request,
        "facts.html",
        status_code=422 if faults else 200,
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        differing=[fact for fact in found if fact.differs],
        agreeing=[fact for fact in found if not fact.differs],
        choices=choices,
        values=values or {},
        faults=faults,
    )
