"""A return as its form shows it again, so that nobody types twice what was usable."""

from typing import Any

from services.notifications.domain.forms.reporting_form import WITHOUT_ANSWER, Return, prefix_of


def given_again(returned: Return, prefix: str = "") -> dict[str, Any]:
    """What was given, by the names of the fields: of the form itself, and of its supplementary forms."""
    typed = {question.name for question in returned.form.questions() if question.typed}
    answers = {_field(name, value, typed): _boxed(value) for name, value in returned.answers.items()}
    told = {f"{section}_narrative": text for section, text in returned.narratives.items()}
    not_held = {f"{section}_not_held": "yes" for section in returned.not_held}
    own = {f"{prefix}{name}": value for name, value in {**answers, **told, **not_held}.items()}
    for each in returned.supplementary:
        own |= given_again(each, prefix_of(each.form))
    return own


def _field(name: str, value: Any, typed: set[str]) -> str:
    return f"{name}-without" if name in typed and value in WITHOUT_ANSWER else name


def _boxed(value: Any) -> Any:
    """Several ticks stay several; everything else is text."""
    return list(value) if isinstance(value, list | tuple) else str(value)
