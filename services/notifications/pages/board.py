"""The board: who is holding cases up, and what is to be done today."""

from collections import Counter
from typing import Any

from fastapi import Request, Response

from services.notifications.actions.gathering.chase_all_due import chase_all_due
from services.notifications.actions.gathering.chase_reporting_form import chase_reporting_form
from services.notifications.actions.gathering.switch_reminders import reminders_are_on, switch_reminders
from services.notifications.domain.clocks.stages import STAGES
from services.notifications.domain.gathering.board import (
    CONSEQUENCES,
    CaseOnBoard,
    agency_key,
    agency_of,
    of_agency,
)
from services.notifications.pages.board_lines import case_lines
from services.notifications.pages.gathering import asking_with
from services.notifications.queries.agencies import latest_reminder_day
from services.notifications.queries.board import Board, board
from shared.people import Permission, check
from shared.reference_lists import ROLES
from shared.storage import Transaction
from shared.web import HtmlRouter, Posted, Tx, page, redirect
from shared.web.site import site_of

html = HtmlRouter()


@html.get("/board", name="board")
def show(request: Request, tx: Tx, agency: str = "", stage: str = "", only: str = "") -> Response:
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    found = board(tx)
    shown = [case for case in _of(found.cases, agency) if stage in ("", case.stage) and _wanted(case, only)]
    tx.audit("view_board", reading=True, detail={"cases": len(shown)})
    return page(
        request,
        "board.html",
        cases=case_lines(request, shown),
        every=len(found.cases),
        today=found.today,
        agencies=_agencies(found),
        stages=_stages(found),
        rules=list(CONSEQUENCES.values()),
        values={"agency": agency, "stage": stage, "only": only},
        role_name=ROLES.label,
        agency_of=agency_of,
        reminders=_reminders(request, tx),
    )


@html.post("/board/chase", name="chase_from_board")
def chase(request: Request, tx: Tx, posted: Posted) -> Response:
    """One request, whose button was pressed."""
    step = chase_reporting_form(tx, request_id=posted.text("request"), **asking_with(request))
    return redirect(request, "board", flash=f"Done: {step.action.lower()}.")


@html.post("/board/chase-all", name="chase_all")
def chase_all(request: Request, tx: Tx, posted: Posted) -> Response:
    chased = len(chase_all_due(tx, **asking_with(request)))
    said = (
        f"{chased} chase{'' if chased == 1 else 's'} recorded." if chased else "Nobody was due to be chased."
    )
    return redirect(request, "board", flash=said)


@html.post("/board/reminders", name="switch_reminders")
def reminders(request: Request, tx: Tx, posted: Posted) -> Response:
    on = posted.text("on") == "yes"
    switch_reminders(tx, on=on)
    said = "Reminders now go out by themselves." if on else "Reminders no longer go out by themselves."
    return redirect(request, "board", flash=said)


def _of(cases: list[CaseOnBoard], agency: str) -> list[CaseOnBoard]:
    return [theirs for case in cases if (theirs := of_agency(case, agency))] if agency else cases


def _wanted(case: CaseOnBoard, only: str) -> bool:
    return only != "chase" or any(item.chase for item in case.items)


def _agencies(found: Board) -> list[tuple[str, str]]:
    """Every agency that holds something up, with how many requests, the most first."""
    held = Counter(item.detail for case in found.cases for item in case.items if item.by)
    ordered = sorted(held.items(), key=lambda one: (-one[1], one[0].casefold()))
    return [(agency_key(name), f"{name} ({number})") for name, number in ordered]


def _stages(found: Board) -> list[tuple[str, str]]:
    counted = Counter(case.stage for case in found.cases)
    return [
        (stage.value, f"{label} ({counted[stage.value]})")
        for stage, label in STAGES.items()
        if counted[stage.value]
    ]


def _reminders(request: Request, tx: Transaction) -> dict[str, Any]:
    return {
        "on": reminders_are_on(tx),
        "last": latest_reminder_day(tx),
        "mail": bool(site_of(request).settings.messages_url),
    }
