"""Pages for cases that only named people may see."""

from typing import Any

from fastapi import Request, Response

from services.theming.actions.restrictions.lift_restriction import lift_restriction
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.queries import restrictions
from services.theming.queries.cases import facts_of
from shared.errors import Invalid
from shared.people import Permission, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect

html = HtmlRouter()


@html.get("/restricted", name="restricted_cases")
def restricted(request: Request, tx: Tx) -> Response:
    """The restricted cases that who is looking may see."""
    found = restrictions.restricted_cases(tx)
    tx.audit("read_restricted_cases", reading=True, detail={"cases": len(found)})
    return page(request, "restricted_cases.html", restricted=found)


@html.get("/cases/{case}/restriction", name="case_restriction")
def restriction(request: Request, tx: Tx, case: str) -> Response:
    return _form(request, tx, case)


@html.post("/cases/{case}/restriction", name="restrict_case")
def restrict(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    chosen = [each for each in posted.getlist("people") if isinstance(each, str)]
    try:
        restrict_case(tx, case=case, reason=posted.text("reason"), people=_named(tx, case, chosen, posted))
    except Invalid as invalid:
        typed = {**posted.texts(), "people": chosen}
        return _form(request, tx, case, 422, values=typed, faults=invalid.faults)
    return redirect(
        request, "case_restriction", flash="Restricted. Only the people named see this case now.", case=case
    )


@html.post("/cases/{case}/restriction/lift", name="lift_restriction")
def lift(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    try:
        lift_restriction(tx, case=case, because=posted.text("because"))
    except Invalid as invalid:
        return _form(request, tx, case, 422, typed=posted.texts(), faults=invalid.faults)
    return redirect(request, "case_restriction", flash="Lifted. The whole office sees this case.", case=case)


def _named(tx: Transaction, case: str, chosen: list[str], posted: Any) -> dict[str, str]:
    """Names by account: those ticked, and those typed because they have not been here yet."""
    known = dict(_known(tx, case))
    typed = [line.strip() for line in posted.text("another").splitlines() if line.strip()]
    return {account: known.get(account, account) for account in (*chosen, *typed)}


def _known(tx: Transaction, case: str) -> list[tuple[str, str]]:
    """Those who have worked here, and those named already."""
    held = restrictions.restriction_of(tx, case) if case.isprintable() else None
    named = {each["id"]: each["name"] for each in (held.people if held else ())}
    named.pop(tx.person.id, None)
    return [*{**named, **dict(restrictions.people_of_the_office(tx))}.items()]


def _form(request: Request, tx: Transaction, case: str, status_code: int = 200, **shown: Any) -> Response:
    check(tx.person, Permission.VIEW_THEMES_OF_CASE)
    facts_of(tx, case)
    held = restrictions.restriction_of(tx, case)
    tx.audit("read_restriction", case=case, reading=True)
    now = {"reason": held.reason, "people": [each["id"] for each in held.people]} if held else {}
    return page(
        request,
        "case_restriction.html",
        status_code,
        case=case,
        held=held,
        past=restrictions.past_restrictions_of(tx, case),
        people=_known(tx, case),
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        **{"values": now, "typed": {}, "faults": (), **shown},
    )
