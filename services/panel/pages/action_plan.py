"""The action plan of the panel as a page and as a file, and what was recommended before on a theme."""

from typing import Any

from fastapi import Request, Response

from services.panel.domain.learning.action_log import LoggedAction
from services.panel.domain.learning.action_plan import HEADINGS, plan_rows
from services.panel.domain.learning.action_steps import ActionState
from services.panel.domain.learning.earlier import told_once
from services.panel.domain.london_days import london_day
from services.panel.pages.asked_in_address import offered
from services.panel.pages.file_answers import as_file
from services.panel.queries.action_log import logged_actions
from services.panel.queries.learning import earlier_learning, themes_open_to
from shared.people import Permission, check
from shared.storage import Transaction
from shared.themes import THEMES
from shared.web import HtmlRouter, Tx, page

router = HtmlRouter()
CLOSED = (ActionState.JUDGED, ActionState.WITHDRAWN)


@router.get("/action-plan", name="action_plan")
def action_plan(request: Request, tx: Tx, closed: str = "") -> Response:
    actions = _read(tx, closed)
    return page(
        request,
        "action_plan.html",
        headings=HEADINGS,
        rows=plan_rows(actions),
        closed=closed == "yes",
        on=london_day(tx.at),
        active="Meetings",
    )


@router.get("/action-plan.{kind}", name="action_plan_file")
def action_plan_file(tx: Tx, kind: str, closed: str = "") -> Response:
    actions, on = _read(tx, closed), london_day(tx.at)
    return as_file(f"action-plan-{on.isoformat()}", kind, "Action plan", [HEADINGS, *plan_rows(actions)])


@router.get("/recommendations", name="earlier_recommendations")
def earlier(request: Request, tx: Tx, theme: str = "") -> Response:
    """Every earlier recommendation on one theme, with its state."""
    found = earlier_learning(tx, themes=(theme,) if theme in THEMES else (), excluding_case="", limit=None)
    mine = themes_open_to(tx)
    open_to = {one.id: one.label for one in THEMES.values() if mine is None or one.id in mine}
    theme, faults = offered("theme", "Theme", theme, open_to)
    if theme:
        tx.audit("read_earlier_recommendations", detail={"theme": theme}, reading=True)
    themes: list[Any] = sorted(open_to.items(), key=lambda each: each[1])
    return page(
        request,
        "earlier_recommendations.html",
        422 if faults else 200,
        found=told_once(found),
        values={"theme": theme},
        faults=faults,
        themes=themes,
        only_mine=mine is not None,
        label=open_to.get(theme, ""),
        active="Meetings",
    )


def _read(tx: Transaction, closed: str) -> list[LoggedAction]:
    """The actions of the plan, those that are closed only if they are asked for."""
    check(tx.person, Permission.FOLLOW_ACTIONS)
    actions = [one for one in logged_actions(tx) if closed == "yes" or one.state not in CLOSED]
    for case_reference in dict.fromkeys(one.case_reference for one in actions):
        tx.audit("read_action_plan", case=case_reference, reading=True)
    return actions
