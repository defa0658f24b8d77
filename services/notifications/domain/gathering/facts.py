"""One fact, several sources: what each says, whether they differ, and which of them was chosen."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.questions import FormDefinition
from services.notifications.domain.forms.reporting_form import WITHOUT_ANSWER, Return
from shared.errors import Fault, Invalid

NOTIFICATION = "notification"
COMPARED_KINDS = frozenset({"answer", "choice", "number", "measure"})
_WRITTEN = tomllib.loads(Path(__file__).with_name("comparable_facts.toml").read_text(encoding="utf-8"))
FACTS_VERSION: str = _WRITTEN["version"]
ON_NOTIFICATION: Mapping[str, str] = {row["id"]: row["notification"] for row in _WRITTEN["facts"]}


@dataclass(frozen=True)
class SourceAnswer:
    """What one source says. `source`: "notification", or the id of the request it answers.

    `known`: False for "not known", "not asked" and "not applicable", which contradict nobody.
    """

    source: str
    who: str
    said: str
    known: bool


@dataclass(frozen=True)
class Fact:
    """A question with every source's answer, in the order in which they came."""

    id: str
    question: str
    answers: tuple[SourceAnswer, ...]

    @property
    def differs(self) -> bool:
        return len({_plain(one.said) for one in self.answers if one.known}) > 1

    def answer_of(self, source: str) -> SourceAnswer:
        """Raises Invalid unless the source has answered it."""
        for one in self.answers:
            if one.source == source:
                return one
        raise Invalid([Fault("source", "Choose one of the sources that have answered")])


def facts_of(answers: Answers, returns: Iterable[tuple[str, str, Return]]) -> list[Fact]:
    """Every fact that two sources give, those that differ first. `returns`: (request id, who, form)."""
    said: dict[str, list[SourceAnswer]] = {}
    labels: dict[str, str] = {}
    for fact, name in ON_NOTIFICATION.items():
        _add(said, labels, fact, answers.form, name, answers.counted.get(name), NOTIFICATION, "Notification")
    for request_id, who, returned in returns:
        for question in _compared(returned.form):
            value = returned.counted.get(question)
            _add(said, labels, question, returned.form, question, value, request_id, who)
    found = [Fact(fact, labels[fact], tuple(each)) for fact, each in said.items() if len(each) > 1]
    return sorted(found, key=lambda fact: not fact.differs)


def _compared(form: FormDefinition) -> list[str]:
    return [
        question.name
        for section in form.sections
        if not section.identifying
        for question in section.questions
        if question.kind in COMPARED_KINDS and not question.identifying
    ]


def _add(
    said: dict[str, list[SourceAnswer]],
    labels: dict[str, str],
    fact: str,
    form: FormDefinition,
    name: str,
    value: Any,
    source: str,
    who: str,
) -> None:
    question = form.by_name.get(name)
    if question is None or value in (None, "", []):
        return
    labels[fact] = question.label
    known = str(value) not in WITHOUT_ANSWER
    said.setdefault(fact, []).append(SourceAnswer(source, who, question.shown(value), known))


def _plain(said: str) -> str:
    """Numbers are compared as numbers: 39 and 39.0 are the same."""
    try:
        return str(float(said))
    except ValueError:
        return said.casefold().strip()
