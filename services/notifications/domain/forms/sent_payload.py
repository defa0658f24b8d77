"""A payload as a partner system sends it, made flat for the form's validator."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.notifications.domain.forms.form_definition import NOT_KNOWN, notification_form
from services.notifications.domain.forms.library import NOTIFICATION, form
from services.notifications.domain.forms.new_version import Change, changes

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
    an empty list says nothing. A name of an earlier version of the form is taken for the one it has now.
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
    for change in changes() if found.keys() & _names_of_old() else ():
        if change.form == NOTIFICATION:
            found = dict(_by_new_names(found, change))
    return found


def _names_of_old() -> frozenset[str]:
    return frozenset(old for change in changes() for old in change.renamed)


def _by_new_names(
    found: Mapping[str, str | list[str]], change: Change
) -> Iterator[tuple[str, str | list[str]]]:
    """A renamed question under its new name, unless that was sent as well; its answer in the new codes."""
    old_form = form(change.form, change.was)
    for name, value in found.items():
        new, asked = change.name(name), old_form.by_name.get(name)
        if new == name or new in found or asked is None or isinstance(value, list):
            yield name, value
        else:
            yield new, change.value(new, asked.allowed.code_for(value) or value)


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
