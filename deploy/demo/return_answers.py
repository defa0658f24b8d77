"""What an agency ticks on the reporting form: only what its text says too."""

from collections.abc import Sequence

from deploy.demo.data import Table, table
from deploy.demo.story import Said

_INTERPRETER = {
    "affirmed": {"interpreter_required": "yes", "interpreter_available": "no"},
    "negated": {"interpreter_required": "no"},
    "unanswered": {"interpreter_required": "not_known"},
}


def ticked(scenario: Table, said: Sequence[tuple[Said, int]]) -> dict[str, str]:
    """Question -> code, for what this agency says."""
    form = table("forms")
    answers = {"bereavement_support": "yes", "resuscitation": "yes" if scenario.get("jar") else "not_known"}
    for each, _ in said:
        if each.theme in form["questions"] and each.assertion in form["ticks"]:
            answers[form["questions"][each.theme]] = form["ticks"][each.assertion]
        if each.theme == "interpreter_language_barrier":
            answers |= _INTERPRETER.get(each.assertion, {})
    return answers
