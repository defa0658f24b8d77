"""The action plan as the boards read it: nine columns, in this order and with these headings.

Source: the panel's local practice, report shapes.
"""

from collections.abc import Callable, Sequence

from services.panel.domain.learning.action_log import LoggedAction

COLUMNS: tuple[tuple[str, Callable[[LoggedAction], str]], ...] = (
    ("Action", lambda one: one.action.text),
    ("Lead organisation / officer", lambda one: one.action.owner),
    ("Guidance reference", lambda one: one.action.guidance_reference),
    ("Outputs intended", lambda one: one.action.outputs),
    ("Outcomes sought", lambda one: one.action.outcomes),
    ("Key milestones and dates", lambda one: _milestones(one)),
    ("Budget", lambda one: one.action.budget),
    ("Other aligned work", lambda one: one.action.other_work),
    ("Links", lambda one: one.action.links),
)
HEADINGS = tuple(heading for heading, _ in COLUMNS)


def plan_rows(actions: Sequence[LoggedAction]) -> list[tuple[str, ...]]:
    """A row for each action, in the order of COLUMNS. No case is named in it."""
    return [tuple(read(one) for _, read in COLUMNS) for one in actions]


def _milestones(one: LoggedAction) -> str:
    """What was typed, and by when it is due: the last milestone of all."""
    due = one.action.due_on
    parts = [one.action.milestones.strip(), f"Due {due.day} {due:%B %Y}" if due else ""]
    return "\n".join(part for part in parts if part)
