"""Pages for cases that only people named may see."""

from typing import Any

from fastapi import Request, Response

from services.notifications.actions.restrictions.lift_restriction import lift_restriction
from services.notifications.actions.restrictions.restrict_case import restrict_case
from services.notifications.pages.case_sections import case_navigation
from services.notifications.queries.notifications import notification_of
from shared.errors import Invalid
from shared.people import Permission, Relation, bound_by_restrictions, can, check
from shared.restrictions import queries
from shared.restrictions.rules import KINDS
from shared.storage import Transaction
from shared.storage.case_scope import standing_of
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.known_people import known_person

html = HtmlRouter()
HERE = "case_restriction"


@html.get("/restricted", name="restricted_cases")
def restricted(request: Request, tx: Tx) -> Response:
    """The restricted cases that who is looking may see."""
    found = queries.restricted_cases(tx)
    tx.audit("read_restricted_cases", reading=True, detail={"cases": [one.case_reference for one in found]})
    return page(request, "restricted_cases.html", restricted=found, kinds=KINDS)


@html.get("/cases/{reference}/restriction", name=HERE)
def restriction(request: Request, tx: Tx, reference: str) -> Response:
    return _form(request, tx, reference)


@html.post("/cases/{reference}/restriction", name="restrict_case")
def restrict(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    chosen = [each for each in posted.getlist("people") if isinstance(each, str)]
    given = {name: posted.text(name) for name in ("kind", "reason")}
    people, nobodys = _named(request, tx, reference, chosen, posted)
    try:
        case = restrict_case(tx, case=reference, people=people, nobodys=nobodys, **given)
    except Invalid as invalid:
        typed = {**posted.texts(), "people": chosen}
        return _form(request, tx, reference, 422, values=typed, faults=invalid.faults)
    done = "Restricted. Only the people named see this case now."
    return redirect(request, HERE, flash=done, reference=case)


@html.post("/cases/{reference}/restriction/lift", name="lift_restriction")
def lift(request: Request, tx: Tx, posted: Posted, reference: str) -> Response:
    try:
        lift_restriction(tx, case=reference, because=posted.text("because"))
    except Invalid as invalid:
        return _form(request, tx, reference, 422, typed=posted.texts(), faults=invalid.faults)
    return redirect(request, HERE, flash="Lifted. The case is open again.", reference=reference)


def _named(
    request: Request, tx: Transaction, case: str, chosen: list[str], posted: Any
) -> tuple[dict[str, str], list[str]]:
    """Names by account, and what is no person's: of those ticked and those typed, who were not here yet."""
    known = {tx.person.id: tx.person.name, **dict(_known(tx, case))}
    typed = [line.strip() for line in posted.text("another").splitlines() if line.strip()]
    asked = dict.fromkeys((*chosen, *typed))
    others = {account: known_person(request, account) for account in asked if account not in known}
    found = {each.id: each.name for each in others.values() if each and bound_by_restrictions(each)}
    people = {account: name for account, name in (known | found).items() if account in asked}
    return people, [account for account in asked if account not in people]


def _known(tx: Transaction, case: str) -> list[tuple[str, str]]:
    """Those who have worked here, and those named already."""
    held = queries.restriction_of(tx, case) if case.isprintable() else None
    named = {each["id"]: each["name"] for each in (held.people if held else ())}
    named.pop(tx.person.id, None)
    return [*{**named, **dict(queries.people_who_work_here(tx))}.items()]


def _form(request: Request, tx: Transaction, case: str, status_code: int = 200, **shown: Any) -> Response:
    check(tx.person, Permission.RESTRICT_CASE)
    notification_of(tx, case)
    held = queries.restriction_of(tx, case)
    tx.audit("read_restriction", case=case, reading=True)
    relations = standing_of(tx).relations.get(case, frozenset({Relation.NAMED}))
    now = (
        {"kind": held.kind, "reason": held.reason, "people": [each["id"] for each in held.people]}
        if held
        else {}
    )
    return page(
        request,
        "case_restriction.html",
        status_code,
        reference=case,
        sections=case_navigation(request, tx.person, case),
        held=held,
        past=queries.past_restrictions_of(tx, case),
        people=_known(tx, case),
        kinds=KINDS,
        may_decide=can(tx.person, Permission.CHANGE_RESTRICTION, relations),
        **{"values": now, "typed": {}, "faults": (), **shown},
    )
