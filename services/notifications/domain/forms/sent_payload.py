"""A payload as a partner system sends it, made flat for the form's validator."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.notifications.domain.forms.form_definition import NOT_KNOWN, notification_form

DEEPEST = 5
# Other names that partner systems use for a field of ours.
_OTHER_NAMES = {
    "phone": "telephone",
    "phone_number": "telephone",
    "email_address": "email",
    "organization": "organisation",
}
_SCOPED = ("notifier.", "professionals.")


def flat(payload: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """``{"child": {"sex": "female"}}`` as ``{"child.sex": "female"}``; true and false become "yes" and "no".

    A null is "not known" for a field that the form requires, and no answer for any other;
    an empty list says nothing.
    """
    required = notification_form().required
    found: dict[str, str | list[str]] = {}
    for name, value in _leaves(payload, "", 0):
        if value is not None:
            found[_our_name(name)] = (
                [_text(each) for each in value] if isinstance(value, list) else _text(value)
            )
        elif name in required:
            found[name] = NOT_KNOWN
    return found


def _leaves(value: Any, name: str, depth: int) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping) and depth < DEEPEST:
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}" if name else str(key), depth + 1)
    elif (
        isinstance(value, list)
        and depth < DEEPEST
        and any(isinstance(each, (Mapping, list)) for each in value)
    ):
        for number, inner in enumerate(value):
            yield from _leaves(inner, f"{name}.{number}", depth + 1)
    elif value != []:
        yield name, value


def _our_name(name: str) -> str:
    before, _, last = name.rpartition(".")
    return f"{before}.{_OTHER_NAMES[last]}" if name.startswith(_SCOPED) and last in _OTHER_NAMES else name


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
