"""How far the questions of the reporting form are answered: by one source, and by all of them together.

Every state is counted by itself. "Not known" was looked for; "not asked" was never looked for; "not held" is
no record at all; a blank says nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from services.notifications.domain.forms.questions import Question, Section
from services.notifications.domain.forms.reporting_form import Return

# In the order in which the best of several answers to one question counts.
STATES: Mapping[str, str] = {
    "answered": "Answered",
    "not_known": "Not known after asking",
    "not_applicable": "Does not apply",
    "not_asked": "Source did not ask",
    "not_held": "Not held",
    "blank": "Left blank",
}
_WITHOUT = ("not_known", "not_asked", "not_applicable")


def states_of(returned: Return) -> dict[str, str]:
    """The state of every question of a return that was to be answered, by question name."""
    unasked = returned.form.not_asked_for(returned.answers)
    return {
        question.name: _state(returned, section, question)
        for section in returned.form.sections
        if not section.identifying
        for question in section.questions
        if question.name not in unasked and not question.identifying
    }


def of_source(returned: Return) -> dict[str, int]:
    """How many questions are in each state of STATES."""
    return _counted(states_of(returned).values())


def of_case(returns: Iterable[Return]) -> dict[str, int]:
    """The same over all returns: a question counts once, by the best that any source said."""
    best: dict[str, str] = {}
    for returned in returns:
        for name, state in states_of(returned).items():
            best[name] = min(best.get(name, "blank"), state, key=list(STATES).index)
    return _counted(best.values())


def _state(returned: Return, section: Section, question: Question) -> str:
    value = returned.answers.get(question.name)
    if isinstance(value, str) and value in _WITHOUT:
        return value
    if value:
        return "answered"
    return "not_held" if section.id in returned.not_held else "blank"


def _counted(states: Iterable[str]) -> dict[str, int]:
    found = Counter(states)
    return {state: found[state] for state in STATES}
