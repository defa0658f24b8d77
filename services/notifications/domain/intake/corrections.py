"""What a notifier corrects in a returned notification. The clock keeps the moment it was first notified."""

from dataclasses import replace
from typing import Any

from services.notifications.domain.forms.answers import Answers

# Not the notifier's to change: when the office was first told.
FIRST_TOLD = "notified_at"
_AS_WRITTEN = "_as_written"


def corrected(old: Answers, new: Answers) -> Answers:
    """``new`` with what nobody corrects: when the office was first told, and what no form has a field for."""
    first = {FIRST_TOLD: old.values[FIRST_TOLD]} if FIRST_TOLD in old.values else {}
    return replace(new, values={**new.values, **first}, not_understood=dict(old.not_understood))


def changed_names(old: Answers, new: Answers) -> list[str]:
    """Names of the questions, and of the groups of people, whose answer is another; in alphabetical order."""
    names = {name.removesuffix(_AS_WRITTEN) for name in old.values.keys() | new.values.keys()}
    values = {name for name in names - {FIRST_TOLD} if _of(old, name) != _of(new, name)}
    groups = {name for name in old.groups.keys() | new.groups.keys() if _rows(old, name) != _rows(new, name)}
    return sorted(values | groups)


def _of(answers: Answers, name: str) -> tuple[Any, Any]:
    return answers.values.get(name), answers.values.get(name + _AS_WRITTEN)


def _rows(answers: Answers, group: str) -> list[list[tuple[str, str]]]:
    """The people of a group in an order of their own: the page may show them in another."""
    return sorted(sorted(row.items()) for row in answers.groups.get(group, ()))
