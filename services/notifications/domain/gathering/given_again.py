"""A return as its form shows it again, so that nobody types twice what was usable."""

from services.notifications.domain.forms.reporting_form import WITHOUT_ANSWER, Return


def given_again(returned: Return) -> dict[str, str]:
    """What was given, by the names of the form's fields."""
    typed = {
        question.name
        for section in returned.form.sections
        for question in section.questions
        if question.typed
    }
    answers = {_field(name, value, typed): _text(value) for name, value in returned.answers.items()}
    told = {f"{section}_narrative": text for section, text in returned.narratives.items()}
    return {**answers, **told, **{f"{section}_not_held": "yes" for section in returned.not_held}}


def _field(name: str, value: object, typed: set[str]) -> str:
    return f"{name}-without" if name in typed and value in WITHOUT_ANSWER else name


def _text(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
