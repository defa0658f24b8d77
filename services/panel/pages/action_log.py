"""The log of agreed actions: who was told, what is overdue, what was reported, checked and judged."""

from typing import Any

from fastapi import Request, Response

from services.panel.actions.learning.record_action_step import record_action_step
from services.panel.domain.analysis.scales import LEVELS
from services.panel.domain.learning.action_log import LoggedAction, Said
from services.panel.domain.learning.action_policy import EFFECTS, TOLD_HOW
from services.panel.domain.learning.action_steps import (
    OPEN_TO_OWNERS,
    STATE_LABELS,
    STEP_LABELS,
    ActionState,
    ActionStep,
)
from services.panel.domain.learning.due_actions import effect_due, overdue
from services.panel.domain.learning.recommendation_kinds import kind_label
from services.panel.domain.london_days import london_day
from services.panel.domain.nobody_named import NAMES_NOBODY
from services.panel.domain.own_work import OwnWork
from services.panel.pages.asked_in_address import offered
from services.panel.pages.dates import date_from
from services.panel.pages.owner_addresses import owner_address
from services.panel.queries.action_log import links_of, logged_action, logged_actions
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.themes import THEMES, theme_label
from shared.web import HtmlRouter, Posted, PostedForm, Tx, page, redirect

router = HtmlRouter()
COLOURS = {
    "agreed": "white", "told": "grey", "accepted": "aqua-green", "declined": "orange", "under_way": "blue",
    "reported_done": "yellow", "done": "yellow", "checked": "green", "judged": "green", "withdrawn": "grey",
}  # fmt: skip
SHOWN: dict[str, Any] = {
    "labels": STATE_LABELS,
    "levels": LEVELS,
    "colours": COLOURS,
    "kind_label": kind_label,
    "told_how": TOLD_HOW,
    "effects": EFFECTS,
    "step_labels": STEP_LABELS,
}
CLOSING = {ActionStep.SIGNED_OFF, ActionStep.CHECKED}


@router.get("/actions", name="action_log")
def action_log(request: Request, tx: Tx, show: str = "", theme: str = "") -> Response:
    check(tx.person, Permission.FOLLOW_ACTIONS)
    on, every = london_day(tx.at), logged_actions(tx)
    lists = _lists(every, on)
    show, no_list = offered("show", "Show", show, lists)
    theme, no_theme = offered("theme", "Theme", theme, THEMES)
    shown = [one for one in lists.get(show, ("", every))[1] if not theme or theme in one.action.themes]
    for case_reference in dict.fromkeys(one.case_reference for one in shown):
        tx.audit("read_actions", case=case_reference, reading=True)
    used = {each for one in every for each in one.action.themes} | {theme}
    faults = [*no_list, *no_theme]
    return page(
        request,
        "action_log.html",
        422 if faults else 200,
        faults=faults,
        rows=shown,
        on=on,
        lists=[(name, f"{label} ({len(actions)})") for name, (label, actions) in lists.items()],
        total=len(every),
        values={"show": show, "theme": theme},
        themes=[(one.id, one.label) for one in THEMES.values() if one.id in used],
        **SHOWN,
    )


@router.get("/actions/{case_reference}/{review_version}/{number}", name="logged_action")
def action(request: Request, tx: Tx, case_reference: str, review_version: int, number: int) -> Response:
    return action_page(request, tx, (case_reference, review_version, number))


@router.post("/actions/{case_reference}/{review_version}/{number}", name="record_action_step")
def record(
    request: Request, tx: Tx, posted: Posted, case_reference: str, review_version: int, number: int
) -> Response:
    place = (case_reference, review_version, number)
    said, faults = said_from(posted)
    try:
        if faults:
            raise Invalid([*faults, *_other_faults(tx, place, said)])
        record_action_step(
            tx,
            case_reference=case_reference,
            review_version=review_version,
            number=number,
            said=said,
            own_work_because=posted.text("own_work_because"),
        )
    except Invalid as refused:
        return action_page(request, tx, place, posted, refused.faults)
    except OwnWork as refused:
        return action_page(request, tx, place, posted, [Fault("own_work_because", refused.detail)], 409)
    given = {"case_reference": case_reference, "review_version": review_version, "number": number}
    return redirect(request, "logged_action", flash="Recorded.", **given)


def said_from(posted: PostedForm) -> tuple[Said, list[Fault]]:
    """What was typed into the form of a step, and a day that cannot be read."""
    on, faults = date_from(posted, "on")
    texts = {name: posted.text(name) for name in ("step", "words", "evidence", "how", "effect")}
    return Said(**texts, on=on, nobody_in=posted.text(NAMES_NOBODY)), faults


def _other_faults(tx: Transaction, place: tuple[str, int, int], said: Said) -> list[Fault]:
    """The faults of a form beside its unreadable day."""
    try:
        found = logged_action(tx, *place)
        found.record(said, id="", by=tx.person.id, by_name=tx.person.name, at=tx.at)
    except Invalid as invalid:
        return list(invalid.faults)
    return []


def _lists(every: list[LoggedAction], on: Any) -> dict[str, tuple[str, list[LoggedAction]]]:
    """The lists that the log can show, by name: those to be acted on first, then one for each state."""
    acted_on = {
        "overdue": ("Overdue, no feedback", overdue(every, on)),
        "not_told": ("Owner not told", [one for one in every if one.told_on is None and _open(one)]),
        "effect_due": ("Effect to be judged", effect_due(every, on)),
    }
    by_state = {
        state.value: (STATE_LABELS[state], [one for one in every if one.state is state])
        for state in ActionState
    }
    return acted_on | by_state


def _open(one: LoggedAction) -> bool:
    return one.feedback_due_on is not None


def action_page(
    request: Request,
    tx: Transaction,
    place: tuple[str, int, int],
    values: Any = None,
    faults: Any = (),
    status: int = 422,
) -> Response:
    """One action with its records and links, and the forms as they were typed."""
    check(tx.person, Permission.FOLLOW_ACTIONS)
    found = logged_action(tx, *place)
    tx.audit("read_actions", case=found.case_reference, reading=True)
    links = [
        (link, state := link.state(tx.at), owner_address(request, link) if state == "open" else "")
        for link in links_of(tx, found)
    ]
    return page(
        request,
        "logged_action.html",
        status if faults else 200,
        one=found,
        on=london_day(tx.at),
        steps=[(step.value, STEP_LABELS[step]) for step in found.may_follow],
        closes=bool(CLOSING & set(found.may_follow)),
        tells=ActionStep.TOLD in found.may_follow,
        judges=ActionStep.EFFECT in found.may_follow,
        may_link=found.state in OPEN_TO_OWNERS,
        links=links,
        theme_words=", ".join(theme_label(theme) for theme in found.action.themes),
        values=values,
        faults=faults,
        **SHOWN,
    )
