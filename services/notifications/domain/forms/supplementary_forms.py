"""Which supplementary reporting forms a death asks for: a table from an answer to the form it opens."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.library import DEFINITIONS, NOTIFICATION, REPORTING, current
from services.notifications.domain.forms.questions import FormDefinition


@dataclass(frozen=True)
class Trigger:
    """One row: an answer of ``any_of`` to a question of one form opens another. Forms go by their id."""

    of: str
    question: str
    any_of: tuple[str, ...]
    opens: str


@dataclass(frozen=True)
class TriggerTable:
    name: str
    version: str
    in_force_from: date
    source: str
    triggers: tuple[Trigger, ...]


@dataclass(frozen=True)
class Opened:
    """A supplementary form that is asked for. ``because``: the answers that ask for it, as they are read."""

    form: FormDefinition
    because: tuple[str, ...]


@cache
def trigger_table() -> TriggerTable:
    written = tomllib.loads((DEFINITIONS / "triggers.toml").read_text(encoding="utf-8"))
    rows = (Trigger(**{**row, "any_of": tuple(row["any_of"])}) for row in written.pop("triggers"))
    return TriggerTable(**written, triggers=tuple(rows))


def opened_forms(answers: Answers, returned: Mapping[str, Any] | None = None) -> tuple[Opened, ...]:
    """The forms that a notification opens, and with it an agency's own answers to the reporting form.

    Each once, those of the notification first; a change of an answer opens and closes them again.
    """
    because: dict[str, list[str]] = {}
    given = {NOTIFICATION: (answers.form, answers.counted), REPORTING: (current(REPORTING), returned or {})}
    for of, (asked_on, values) in given.items():
        for form_id, reason in _reasons(of, asked_on, values):
            because.setdefault(form_id, []).append(reason)
    return tuple(
        Opened(current(form_id), tuple(dict.fromkeys(reasons))) for form_id, reasons in because.items()
    )


def supplementary_forms(answers: Answers) -> tuple[str, ...]:
    """The names of the forms that the notification opens, each once."""
    return tuple(opened.form.name for opened in opened_forms(answers))


def _reasons(of: str, asked_on: FormDefinition, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(form opened, the answer that opens it), in the order of the answers."""
    triggers = [each for each in trigger_table().triggers if each.of == of]
    for question in dict.fromkeys(each.question for each in triggers):
        value = values.get(question) or []
        for code in value if isinstance(value, list | tuple) else [value]:
            for each in triggers:
                if each.question == question and code in each.any_of:
                    yield each.opens, asked_on.by_name[question].shown(code)
