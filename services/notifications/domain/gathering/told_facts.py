"""The facts of the record as the panel is told them: coded answers of every source side by side.

What somebody typed may be a name, so it is never a fact: only answers of a list and numbers are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.forms.questions import FormDefinition, Question
from services.notifications.domain.forms.reporting_form import WITHOUT_ANSWER, Return
from services.notifications.domain.gathering.facts import NOTIFICATION, ON_NOTIFICATION
from shared.contracts import CaseFact, FactValue

_CODED = frozenset({"answer", "choice", "choices"})
_NUMBERS = frozenset({"number", "measure"})
# Where nobody knows: which of the ways of giving no answer says most, the first of these that was given.
_WITHOUT = ("not_known", "not_asked", "not_applicable")


@dataclass(frozen=True)
class Source:
    """Who answers. `key`: "notification" or the id of the request, as choices name it; `text_id`: the text
    of the case in which the answer stands, "" where there is none.
    """

    key: str
    role: str
    text_id: str = ""


@dataclass
class _Said:
    """What was said about one question, in the order in which it came: (source, code, words)."""

    label: str
    section: str
    answers: list[tuple[Source, str, str]] = field(default_factory=list)


def facts_to_tell(
    notification: Source,
    answers: Answers,
    returns: Iterable[tuple[Source, Return]],
    chosen: Mapping[str, str],
) -> tuple[CaseFact, ...]:
    """Every fact that a source gives. `chosen`: by fact, the source that the office follows."""
    said: dict[str, _Said] = {}
    for fact, name in ON_NOTIFICATION.items():
        _add(said, fact, answers.form, name, answers.counted.get(name), notification)
    for source, returned in returns:
        _add_return(said, returned, source)
        for each in returned.supplementary:
            if each.asked_for:
                _add_return(said, each, source, prefix=f"{each.form.id}.")
    return tuple(_fact(name, each, chosen.get(name, "")) for name, each in said.items())


def _add_return(said: dict[str, _Said], returned: Return, source: Source, *, prefix: str = "") -> None:
    for section in returned.form.sections:
        for question in () if section.identifying else section.questions:
            value = returned.counted.get(question.name)
            _add(said, f"{prefix}{question.name}", returned.form, question.name, value, source)


def _add(
    said: dict[str, _Said], fact: str, form: FormDefinition, name: str, value: object, source: Source
) -> None:
    question = form.by_name.get(name)
    if question is None or question.identifying or value in (None, "", [], ()):
        return
    for code, words in _coded(question, value):
        section = next(each for each in form.sections if question in each.questions)
        said.setdefault(fact, _Said(question.label, section.title)).answers.append((source, code, words))


def _coded(question: Question, value: object) -> Iterator[tuple[str, str]]:
    """The answer as (code, words) once; nothing where it is not of a list and no number."""
    codes = [str(each) for each in value] if isinstance(value, list | tuple) else [str(value)]
    if codes[0] in WITHOUT_ANSWER:
        yield codes[0], WITHOUT_ANSWER[codes[0]]
    elif question.kind in _CODED and all(code in question.choices for code in codes):
        yield ";".join(sorted(codes)), question.shown(codes)
    elif question.kind in _NUMBERS and (number := _number(codes[0])) is not None:
        yield f"{number:g}", f"{number:g} {question.unit}".strip()


def _number(text: str) -> float | None:
    try:
        return float(text) if text.replace(".", "", 1).isdecimal() else None
    except ValueError:
        return None


def _fact(name: str, said: _Said, follows: str) -> CaseFact:
    return CaseFact(
        question=name,
        label=said.label,
        section=said.section,
        state=_state({code for _, code, _ in said.answers}),
        values=tuple(
            FactValue(value=words, source_role=source.role, source_id=source.text_id)
            for source, _, words in said.answers
        ),
        chosen=next((words for source, _, words in said.answers if follows and source.key == follows), None),
    )


def _state(codes: set[str]) -> str:
    known = codes - WITHOUT_ANSWER.keys()
    if known:
        return "agreed" if len(known) == 1 else "conflict"
    return next(each for each in _WITHOUT if each in codes)


def notification_source(role: str, text_id: str) -> Source:
    return Source(NOTIFICATION, role, text_id)
