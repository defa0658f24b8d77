"""How much of a form is answered, section by section. A blank is not "not known", and neither is "no"."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from services.notifications.domain.forms.allowed_answers import WITHOUT_ANSWER
from services.notifications.domain.forms.questions import FormDefinition, Section

_ANSWERED, _BLANK = "answered", "blank"


@dataclass(frozen=True)
class SectionCompleteness:
    """Counts of the questions of a section that are asked. The five add up to ``asked``.

    ``not_held``: the agency says that it holds nothing for the section. ``kept``: answers kept though
    the other answers do not ask for them; they are in no other count.
    """

    id: str
    title: str
    answered: int
    not_known: int
    not_asked: int
    not_applicable: int
    blank: int
    not_held: bool
    kept: int

    @property
    def asked(self) -> int:
        return self.answered + self.not_known + self.not_asked + self.not_applicable + self.blank

    @property
    def is_complete(self) -> bool:
        return self.not_held or not self.blank

    @property
    def in_words(self) -> str:
        """ "7 of 12 answered, 2 not known, 3 blank"."""
        if self.not_held:
            return "Nothing held"
        counts = {
            "not known": self.not_known,
            "not asked": self.not_asked,
            "not applicable": self.not_applicable,
            "blank": self.blank,
        }
        more = (f"{count} {word}" for word, count in counts.items() if count)
        return ", ".join([f"{self.answered} of {self.asked} answered", *more])


def completeness(
    form: FormDefinition, values: Mapping[str, Any], not_held: Collection[str] = ()
) -> tuple[SectionCompleteness, ...]:
    """A row for each section. ``values`` by question name, as stored; ``not_held``: ids of sections."""
    unasked = form.not_asked_for(values)
    return tuple(
        _of_section(section, values, unasked, held=section.id not in not_held) for section in form.sections
    )


def _of_section(
    section: Section, values: Mapping[str, Any], unasked: frozenset[str], *, held: bool
) -> SectionCompleteness:
    questions = [each for each in section.questions if not each.hidden]
    counts = Counter(_kind(values.get(each.name)) for each in questions if each.name not in unasked)
    kept = sum(bool(values.get(each.name)) for each in questions if each.name in unasked)
    return SectionCompleteness(
        section.id,
        section.title,
        answered=counts[_ANSWERED],
        not_known=counts["not_known"],
        not_asked=counts["not_asked"],
        not_applicable=counts["not_applicable"],
        blank=counts[_BLANK],
        not_held=not held,
        kept=kept,
    )


def _kind(value: Any) -> str:
    """ "answered", "blank" or the code of a way of giving no answer."""
    first = value[0] if isinstance(value, list | tuple) and value else value
    if not first:
        return _BLANK
    return first if first in WITHOUT_ANSWER else _ANSWERED
