"""What an agency ticks on the reporting form: only what its text says too."""

from collections.abc import Sequence

from deploy.demo.data import Table, table
from deploy.demo.story import Said

_INTERPRETER = {
    "affirmed": {"interpreter_required": "yes", "interpreter_available": "no"},
    "negated": {"interpreter_required": "no"},
    "unanswered": {"interpreter_required": "not_known"},
}


def ticked(scenario: Table, voice: str, said: Sequence[tuple[Said, int]]) -> dict[str, str]:
    """Question -> code, for what this agency says."""
    form = table("forms")
    answers = {"bereavement_support": "yes", "resuscitation": _resuscitation(scenario, voice)}
    for each, _ in said:
        if each.theme in form["questions"] and each.assertion in form["ticks"]:
            answers[form["questions"][each.theme]] = form["ticks"][each.assertion]
        if each.theme == "interpreter_language_barrier":
            answers |= _INTERPRETER.get(each.assertion, {})
    return answers


def _resuscitation(scenario: Table, voice: str) -> str:
    """Who was there knows what the course of events says; others have heard of it where it was sudden."""
    attempted: str = scenario.get("resuscitation", "yes" if scenario.get("jar") else "not_known")
    heard_of = table("voices")[voice].get("there") or (scenario.get("jar") and attempted == "yes")
    return attempted if heard_of else "not_known"
