"""Opening a restricted case that one is not named for, with a reason and for a time; who is told of it.

A service with restricted cases adds ``break_glass_router(...)`` to its routers and gets /break-glass. The
reference is typed and posted: whether there is such a case is answered when the reason has been recorded.
"""

from typing import Any

from fastapi import Request, Response

from shared.errors import Invalid
from shared.people import Permission, Relation, can, check
from shared.restrictions.actions.acknowledge_break_glass import acknowledge_break_glass
from shared.restrictions.actions.break_the_glass import break_the_glass
from shared.restrictions.actions.end_break_glass import end_break_glass
from shared.restrictions.queries import glass_told_of, open_to_me
from shared.restrictions.rules import BrokenGlass
from shared.storage import Transaction
from shared.web.formats import in_minutes
from shared.web.forms import Posted
from shared.web.rendering import page, redirect, url_for
from shared.web.routing import HtmlRouter
from shared.web.site import site_of
from shared.web.transactions import Tx

NOTHING = "Your question is recorded and told. There is no case under this reference that it would open."


def break_glass_router(case_route: str, parameter: str) -> HtmlRouter:
    """``case_route``: the name of the page of a case, whose path parameter is called ``parameter``."""
    html = HtmlRouter()

    def shown(request: Request, tx: Tx) -> Response:
        return _page(request, tx, case_route, parameter)

    def broken(request: Request, tx: Tx, posted: Posted) -> Response:
        try:
            glass = _break(request, tx, posted)
        except Invalid as invalid:
            return _page(request, tx, case_route, parameter, values=posted.texts(), faults=invalid.faults)
        return redirect(request, "break_glass", flash=_answer(glass))

    html.add_api_route("/break-glass", shown, name="break_glass")
    html.add_api_route("/break-glass", broken, name="break_the_glass", methods=["POST"])
    html.add_api_route("/break-glass/{glass_id}/end", end, name="end_break_glass", methods=["POST"])
    acknowledged = "/break-glass/{glass_id}/acknowledge"
    html.add_api_route(acknowledged, acknowledge, name="acknowledge_break_glass", methods=["POST"])
    return html


def end(request: Request, tx: Tx, posted: Posted, glass_id: str) -> Response:
    end_break_glass(tx, glass_id=glass_id)
    return redirect(request, "break_glass", flash="The case is closed to you again.")


def acknowledge(request: Request, tx: Tx, posted: Posted, glass_id: str) -> Response:
    acknowledge_break_glass(tx, glass_id=glass_id)
    return redirect(request, "break_glass", flash="Acknowledged.")


def _break(request: Request, tx: Transaction, posted: Any) -> BrokenGlass:
    settings = site_of(request).settings
    return break_the_glass(
        tx,
        **{name: posted.text(name) for name in ("reference", "reason", "minutes")},
        most=settings.break_glass_minutes,
        told=settings.told_of_broken_glass,
        link=settings.public_url.rstrip("/") + url_for(request, "break_glass"),
    )


def _answer(glass: BrokenGlass) -> str:
    if not glass.opened:
        return NOTHING
    minutes = int((glass.until - glass.broken_at).total_seconds() // 60)
    return f"Recorded and told. The case is open to you for {in_minutes(minutes)}."


def _page(
    request: Request,
    tx: Transaction,
    case_route: str,
    parameter: str,
    values: Any = None,
    faults: Any = (),
) -> Response:
    may_break = can(tx.person, Permission.BREAK_GLASS)
    is_told = can(tx.person, Permission.ACKNOWLEDGE_BREAK_GLASS, (Relation.NAMED,))
    if not is_told:
        check(tx.person, Permission.BREAK_GLASS)
    told = glass_told_of(tx) if is_told else []
    mine = open_to_me(tx) if may_break else []
    tx.audit("view_break_glass", reading=True, detail={"told_of": len(told), "open": len(mine)})
    settings = site_of(request).settings
    return page(
        request,
        "break_glass.html",
        422 if faults else 200,
        may_break=may_break,
        mine=[(one, _address(request, case_route, {parameter: one.case_reference})) for one in mine],
        is_told=is_told,
        waiting=[one for one in told if not one.acknowledged_at],
        acknowledged=[one for one in told if one.acknowledged_at],
        most=settings.break_glass_minutes,
        anybody_told=bool(settings.told_of_broken_glass),
        values=values or {},
        faults=faults,
    )


def _address(request: Request, case_route: str, where: dict[str, Any]) -> str:
    return url_for(request, case_route, **where)
