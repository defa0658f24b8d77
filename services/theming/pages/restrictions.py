"""Pages for cases that only named people may see."""

from dataclasses import replace
from functools import partial
from typing import Any

from fastapi import Request, Response

from services.theming.actions.restrictions.lift_restriction import lift_restriction
from services.theming.actions.restrictions.restrict_case import restrict_case
from services.theming.pages.people_named import name_of, names
from services.theming.queries import restrictions
from services.theming.queries.cases import facts_of
from shared.errors import Invalid
from shared.named_people import NAMES_NOBODY
from shared.people import SYSTEM, Permission, bound_by_restrictions, can, check
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.known_people import known_person

html = HtmlRouter()
#: The page asks for two reasons, each with a tick of its own.
NOBODY_IN_LIFTING = "names-nobody-in-lifting"
_FIELDS = {NAMES_NOBODY: NOBODY_IN_LIFTING}


@html.get("/restricted", name="restricted_cases")
def restricted(request: Request, tx: Tx) -> Response:
    """The restricted cases that who is looking may see."""
    found = restrictions.restricted_cases(tx)
    tx.audit("read_restricted_cases", reading=True, detail={"cases": len(found)})
    return page(request, "restricted_cases.html", restricted=found, names=partial(names, request))


@html.get("/cases/{case}/restriction", name="case_restriction")
def restriction(request: Request, tx: Tx, case: str) -> Response:
    return _form(request, tx, case)


@html.post("/cases/{case}/restriction", name="restrict_case")
def restrict(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    chosen = [each for each in posted.getlist("people") if isinstance(each, str)]
    people, nobodys = _named(request, tx, case, chosen, posted)
    reason, nobody = posted.text("reason"), posted.text(NAMES_NOBODY) == "yes"
    try:
        restrict_case(tx, case=case, reason=reason, people=people, nobodys=nobodys, names_nobody=nobody)
    except Invalid as invalid:
        typed = {**posted.texts(), "people": chosen}
        return _form(request, tx, case, 422, values=typed, faults=invalid.faults)
    return redirect(
        request, "case_restriction", flash="Restricted. Only the people named see this case now.", case=case
    )


@html.post("/cases/{case}/restriction/lift", name="lift_restriction")
def lift(request: Request, tx: Tx, posted: Posted, case: str) -> Response:
    nobody = posted.text(NOBODY_IN_LIFTING) == "yes"
    try:
        lift_restriction(tx, case=case, because=posted.text("because"), names_nobody=nobody)
    except Invalid as invalid:
        faults = [replace(each, field=_FIELDS.get(each.field, each.field)) for each in invalid.faults]
        return _form(request, tx, case, 422, typed=posted.texts(), faults=faults)
    return redirect(request, "case_restriction", flash="Lifted. The whole office sees this case.", case=case)


def _named(
    request: Request, tx: Transaction, case: str, chosen: list[str], posted: Any
) -> tuple[dict[str, str], list[str]]:
    """Names by account, and what is no person's: of those ticked and those typed, who were not here yet."""
    known = {tx.person.id: tx.person.name, **dict(_known(request, tx, case))}
    typed = [line.strip() for line in posted.text("another").splitlines() if line.strip()]
    asked = dict.fromkeys((*chosen, *typed))
    others = {account: known_person(request, account) for account in asked if account not in known}
    found = {each.id: each.name for each in others.values() if each and bound_by_restrictions(each)}
    people = {account: name for account, name in (known | found).items() if account in asked}
    return people, [account for account in asked if account not in people]


def _known(request: Request, tx: Transaction, case: str) -> list[tuple[str, str]]:
    """Those who have worked here, and those named already."""
    held = restrictions.restriction_of(tx, case) if case.isprintable() else None
    named = {each["id"]: name_of(request, each) for each in (held.people if held else ())}
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
        people=_known(request, tx, case),
        names=partial(names, request),
        followed=held is not None and held.restricted_by == SYSTEM.id,
        may_decide=can(tx.person, Permission.CONFIRM_THEME),
        **{"values": now, "typed": {}, "faults": (), **shown},
    )
