"""The forms' own words, the same for every child: they say nothing of anybody and stay as they are."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from services.notifications.domain.family.topics import TOPICS
from services.notifications.domain.forms.library import every
from services.notifications.domain.forms.questions import FormDefinition, Question, Section
from services.notifications.domain.material.case_material import NOT_HELD

# Questions to whoever filled a form in, as somebody else reads them.
ANSWERED_BY: Mapping[str, str] = {
    "responder_name": "Who answered",
    "responder_role": "In which role",
    "responder_contact": "How to reach whoever answered",
}
_ENDS = frozenset(":?")


def title_of(section: Section) -> str:
    """As the section is headed on the form."""
    return f"{section.id.upper()}. {section.title}" if len(section.id) == 1 else section.title


def label_of(question: Question) -> str:
    """The question before its answer, as somebody reads it who did not fill the form in."""
    return ANSWERED_BY.get(question.name, question.plain)


@cache
def every_form_word() -> frozenset[str]:
    """Questions, headings and answers that are ticked, as they stand."""
    return (
        frozenset(words for form in every() for words in (*_labels(form), *_ticked(form))) | _labels_besides()
    )


def label_spans(text: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every question and heading with which a line begins."""
    at = 0
    for line in text.splitlines(keepends=True):
        if length := _label_length(line.rstrip()):
            yield at, at + length
        at += len(line)


def _label_length(line: str) -> int:
    ends = [place for place, sign in enumerate(line) if sign in _ENDS]
    places = [len(line), *reversed(ends), *(place + 1 for place in reversed(ends))]
    return max((place for place in places if line[:place] in _every_label()), default=0)


@cache
def _every_label() -> frozenset[str]:
    return frozenset(words for form in every() for words in _labels(form) if words) | _labels_besides()


@cache
def _labels_besides() -> frozenset[str]:
    fields = (field.label for topic in TOPICS.values() for field in topic.fields)
    return frozenset({*fields, *(topic.title for topic in TOPICS.values()), *ANSWERED_BY.values(), NOT_HELD})


def _labels(form: FormDefinition) -> Iterable[str]:
    asked = [*form.by_name.values(), *(each for group in form.groups for each in group.questions)]
    for question in asked:
        yield from (question.label, question.plain, question.in_record)
    for section in form.sections:
        yield from (section.title, title_of(section), section.narrative, section.in_record)
    yield from (group.title for group in form.groups)


def _ticked(form: FormDefinition) -> Iterable[str]:
    return (label for question in form.by_name.values() for _, label in question.options)
