"""Agreed actions as the fields of a page: rows ``action-0``, ``action-1`` ..., see analysis_actions.html."""

from collections.abc import Collection, Sequence
from functools import partial

from services.panel.domain.analysis.scales import LEVELS
from services.panel.domain.learning.agreed_action import PLAN_TEXTS, AgreedAction
from services.panel.domain.learning.recommendation_kinds import RECOMMENDATION_KINDS
from services.panel.pages.dates import date_from
from services.panel.pages.posted_rows import rows_from
from shared.errors import Fault
from shared.themes import THEMES
from shared.web import PostedForm

TEXTS = ("id", "text", "owner", *PLAN_TEXTS)
CHOICES: dict[str, Collection[str]] = {"level": LEVELS, "kind": RECOMMENDATION_KINDS}
DATES = ("due_on", "told_on")
Values = dict[str, str | list[str]]


def actions_from(posted: PostedForm) -> tuple[tuple[AgreedAction, ...], list[Fault]]:
    """The actions of a posted page without blank rows and those taken out, and dates that cannot be read."""
    faults: list[Fault] = []
    read = partial(_action, posted, faults)
    return tuple(rows_from(read, posted, "action", lambda one: not one.blank)), faults


def action_values(actions: Sequence[AgreedAction]) -> Values:
    """The fields that show some actions."""
    values: Values = {}
    for number, action in enumerate(actions):
        values |= _values(action, f"action-{number}")
    return values


def _action(posted: PostedForm, faults: list[Fault], number: int) -> AgreedAction:
    named, where = f"action-{number}", f"Action {number + 1}: "
    due_on, due_faults = date_from(posted, f"{named}-due_on", where)
    told_on, told_faults = date_from(posted, f"{named}-told_on", where)
    faults += [*due_faults, *told_faults]
    texts = {name: posted.text(f"{named}-{name}") for name in TEXTS}
    for name, listed in CHOICES.items():
        chosen = posted.text(f"{named}-{name}")
        texts[name] = chosen if chosen in listed else ""
    ticked = {str(one) for one in posted.getlist(f"{named}-themes")}
    themes = tuple(theme for theme in THEMES if theme in ticked)
    return AgreedAction(due_on=due_on, told_on=told_on, themes=themes, **texts)


def _values(action: AgreedAction, named: str) -> Values:
    values: Values = {f"{named}-{name}": getattr(action, name) for name in (*TEXTS, *CHOICES)}
    values[f"{named}-themes"] = list(action.themes)
    for name in DATES:
        if on := getattr(action, name):
            parts = (("day", on.day), ("month", on.month), ("year", on.year))
            values |= {f"{named}-{name}-{part}": str(number) for part, number in parts}
    return values
