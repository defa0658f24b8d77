"""From the version of a form in which something was given to the version in force, by a table of changes.

Nothing is lost on the way: an answer that the new version has no place for is kept as people read it.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.library import DEFINITIONS, current
from services.notifications.domain.forms.questions import FormDefinition
from services.notifications.domain.forms.reading import AS_WRITTEN, Given

Values = dict[str, Any]


@dataclass(frozen=True)
class Change:
    """What version ``was`` of a form became in version ``became``. ``values``: by new name, codes."""

    form: str
    was: str
    became: str
    source: str
    renamed: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def name(self, name: str) -> str:
        """The new name of a question, with whatever stands after it (``-day``, ``-without``)."""
        base, dash, rest = name.partition("-")
        return f"{self.renamed.get(base, base)}{dash}{rest}"

    def value(self, name: str, value: Any) -> Any:
        """The new code of an answer; ``name`` is the new name of its question."""
        codes = self.values.get(name, {})
        return (
            [codes.get(each, each) for each in value] if isinstance(value, list) else codes.get(value, value)
        )


@cache
def changes() -> tuple[Change, ...]:
    """The table, from the oldest version to the newest."""
    rows = tomllib.loads((DEFINITIONS / "changes.toml").read_text(encoding="utf-8"))["changes"]
    return tuple(
        Change(**{"was" if key == "from" else "became" if key == "to" else key: row[key] for key in row})
        for row in rows
    )


def brought_forward(answers: Answers) -> Answers:
    """Answers in the version of their form that is in force; they come back as they are if they are in it."""
    form = current(answers.form_name)
    if answers.form_version == form.version:
        return answers
    values, left = {}, dict(answers.not_understood)
    for name, value in _carried(answers.values, form.id, answers.form_version).items():
        if _has_place(form, name, value):
            values[name] = value
        else:
            left[name] = _as_read(answers, name, value)
    return Answers(form.name, form.version, values, answers.groups, left)


def names_brought_forward(given: Given, form: FormDefinition, version: str) -> dict[str, str | list[str]]:
    """What was typed in ``version`` of a form under the names of ``form``, its newest."""
    return _carried(given, form.id, version)


def _carried(values: Mapping[str, Any], form_id: str, version: str) -> Values:
    carried = dict(values)
    for change in _steps(form_id, version):
        carried = {
            change.name(name): change.value(change.name(name), value) for name, value in carried.items()
        }
    return carried


def _steps(form_id: str, version: str) -> Iterator[Change]:
    for change in changes():
        if change.form == form_id and change.was == version:
            yield change
            version = change.became


def _has_place(form: FormDefinition, name: str, value: Any) -> bool:
    question = form.by_name.get(name.removesuffix(AS_WRITTEN))
    if question is None:
        return False
    codes = value if isinstance(value, list) else [value]
    written = question.typed or name.endswith(AS_WRITTEN)
    return written or all(code in question.choices for code in codes)


def _as_read(answers: Answers, name: str, value: Any) -> str:
    asked = answers.form.by_name.get(name)
    return asked.shown(value) if asked else str(value)
