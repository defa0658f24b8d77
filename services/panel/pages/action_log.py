"""The log of agreed actions: what is overdue, what was reported, what has been checked."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.learning.report_on_action import report_on_action
from services.panel.domain.analysis.scales import LEVELS
from services.panel.domain.learning.action_log import FEEDBACK_LABELS, STATE_LABELS, ActionState
from services.panel.domain.london_days import london_day
from services.panel.queries.action_log import logged_action, logged_actions
from shared.errors import Invalid
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page, redirect

router = HtmlRouter()
COLOURS = {"overdue": "red", "not_due": "white", "under_way": "blue", "done": "yellow", "checked": "green"}


@router.get("/actions", name="action_log")
def action_log(request: Request, tx: Tx, show: str = "") -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    on, every = london_day(tx.at), logged_actions(tx)
    states = {id(one): one.state(on) for one in every}
    shown = [one for one in every if not show or states[id(one)].value == show]
    for case_reference in dict.fromkeys(one.case_reference for one in shown):
        tx.audit("read_actions", case=case_reference, reading=True)
    counts = [(state, STATE_LABELS[state], list(states.values()).count(state)) for state in ActionState]
    return page(
        request,
        "action_log.html",
        rows=[(one, states[id(one)]) for one in shown],
        counts=counts,
        total=len(every),
        show=show,
        labels=STATE_LABELS,
        levels=LEVELS,
        colours=COLOURS,
    )


@router.get("/actions/{case_reference}/{review_version}/{number}", name="logged_action")
def action(request: Request, tx: Tx, case_reference: str, review_version: int, number: int) -> Response:
    return _action_page(request, tx, (case_reference, review_version, number))


@router.post("/actions/{case_reference}/{review_version}/{number}", name="report_on_action")
def report(
    request: Request, tx: Tx, posted: Posted, case_reference: str, review_version: int, number: int
) -> Response:
    place = {"case_reference": case_reference, "review_version": review_version, "number": number}
    try:
        report_on_action(tx, **place, kind=posted.text("kind"), words=posted.text("words"))  # type: ignore[arg-type]
    except Invalid as refused:
        return _action_page(request, tx, (case_reference, review_version, number), posted, refused)
    return redirect(request, "logged_action", **place, flash="Feedback recorded.")


def _action_page(
    request: Request,
    tx: Tx,
    place: tuple[str, int, int],
    values: Any = None,
    refused: Invalid | None = None,
) -> Response:
    check(tx.person, Permission.PREPARE_MEETING)
    found, on = logged_action(tx, *place), london_day(tx.at)
    tx.audit("read_actions", case=found.case_reference, reading=True)
    return page(
        request,
        "logged_action.html",
        422 if refused else 200,
        one=found,
        state=found.state(on),
        kinds=[(kind.value, FEEDBACK_LABELS[kind]) for kind in found.may_follow(on)],
        feedback_labels=FEEDBACK_LABELS,
        labels=STATE_LABELS,
        levels=LEVELS,
        colours=COLOURS,
        values=values,
        faults=refused.faults if refused else (),
    )
