"""What an agency returns: the reporting form, and the supplementary forms that its answers ask for.

A question is answered, "not known", "not asked", "not applicable", or left blank, and a whole section can be
"not held". None of these is "no", and each is kept as it was given.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from services.notifications.domain.forms.allowed_answers import WITHOUT_ANSWER
from services.notifications.domain.forms.library import REPORTING, current, readable
from services.notifications.domain.forms.questions import FormDefinition, Section
from services.notifications.domain.forms.reading import Given, Reading, answered, read
from shared.errors import Fault, Invalid

__all__ = ["REPORTING_FORM", "WITHOUT_ANSWER", "Return", "prefix_of", "read_return"]
REPORTING_FORM = current(REPORTING)
FIRST_VERSION = "2026.1"
_IDENTIFYING = {
    question.name
    for section in REPORTING_FORM.sections
    if section.identifying
    for question in section.questions
}


@dataclass(frozen=True)
class Return:
    """A validated return. ``answers`` by question name, a blank one is absent; ``not_held``: section ids.

    ``asked_for``: False for a supplementary form that was begun and then no longer asked for; it is kept.
    """

    form_name: str
    form_version: str
    answers: dict[str, Any]
    narratives: dict[str, str] = field(default_factory=dict)
    not_held: frozenset[str] = frozenset()
    supplementary: tuple["Return", ...] = ()
    asked_for: bool = True

    @property
    def form(self) -> FormDefinition:
        """The form it was given in."""
        return readable(self.form_name, self.form_version)

    @property
    def counted(self) -> dict[str, Any]:
        """The answers that the other answers ask for."""
        unasked = self.form.not_asked_for(self.answers)
        return {name: value for name, value in self.answers.items() if name not in unasked}

    @property
    def is_empty(self) -> bool:
        return not (self.answers or self.narratives or self.not_held)


def prefix_of(form: FormDefinition) -> str:
    """What the names of a supplementary form's questions begin with on an agency's form."""
    return f"{form.id}."


def read_return(given: Given, *, asked: Collection[FormDefinition] = ()) -> Return:
    """The return as given by question name. Raises Invalid naming every fault at once.

    ``asked``: the supplementary forms that the death asks for, their questions under ``prefix_of``.
    """
    reading = read(REPORTING_FORM, given)
    faults = [*reading.faults, *_section_faults(reading)]
    more = [_read_supplementary(each, given, faults) for each in asked]
    filled = tuple(each for each in more if not each.is_empty)
    about_the_child = [fault for fault in faults if fault.field not in _IDENTIFYING]
    if not (filled or about_the_child or _says_something(reading)):
        faults.append(
            Fault("", "Nothing is answered. If your agency holds nothing, make a nil return instead")
        )
    if faults:
        raise Invalid(faults)
    return _returned(reading, filled)


def _read_supplementary(form: FormDefinition, given: Given, faults: list[Fault]) -> Return:
    reading = read(form, given, prefix=prefix_of(form))
    faults += [*reading.faults, *_section_faults(reading)]
    return _returned(reading)


def begun(form: FormDefinition, given: Given) -> Return:
    """A supplementary form that is not asked for any more, as far as it could be read. Nothing is refused."""
    reading = read(form, given, prefix=prefix_of(form))
    kept = _returned(reading)
    return Return(
        kept.form_name, kept.form_version, kept.answers, kept.narratives, kept.not_held, asked_for=False
    )


def _returned(reading: Reading, supplementary: tuple[Return, ...] = ()) -> Return:
    form, narrated = reading.form, {section.narrative_name: section for section in reading.form.sections}
    return Return(
        form.name,
        form.version,
        {name: value for name, value in reading.values.items() if name not in narrated},
        {narrated[name].id: value for name, value in reading.values.items() if name in narrated},
        reading.not_held,
        supplementary,
    )


def _section_faults(reading: Reading) -> list[Fault]:
    """A section cannot be both empty-handed and filled."""
    return [
        Fault(
            reading.prefix + section.not_held_name,
            f"{section.title}: something is written, so it is held",
        )
        for section in reading.form.sections
        if section.id in reading.not_held and _is_filled(reading, section)
    ]


def _is_filled(reading: Reading, section: Section) -> bool:
    questions = (question for question in section.questions if question.name not in reading.not_asked_for)
    return answered(reading.values, iter([*(each.name for each in questions), section.narrative_name]))


def _says_something(reading: Reading) -> bool:
    return any(_is_filled(reading, section) for section in reading.form.sections if not section.identifying)
