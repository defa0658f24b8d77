"""What the form macros ask of Python: options in several spellings, what was chosen, what is wrong."""

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from shared.errors import Fault
from shared.web.formats import coded


def options_of(options: Any) -> list[dict[str, Any]]:
    """Options as the design system wants them: a mapping {value: label}, pairs, triples with a hint,
    plain strings, an Enum class, or ready-made dictionaries."""
    if isinstance(options, Mapping):
        options = options.items()
    return [_option(each) for each in options]


def _option(option: Any) -> dict[str, Any]:
    if isinstance(option, Mapping):
        return dict(option)
    if isinstance(option, Enum):
        return {"value": str(option.value), "text": coded(str(option.value))}
    if isinstance(option, str):
        return {"value": option, "text": option}
    value, label, *hint = option
    made = {"value": _text(value), "text": str(label)}
    return {**made, "hint": {"text": hint[0]}} if hint and hint[0] else made


def chosen(values: Any, name: str) -> list[str]:
    """Every value of a field: from a posted form, a dictionary of text or of lists, or nothing at all."""
    if not values:
        return []
    if hasattr(values, "getlist"):
        return [_text(each) for each in values.getlist(name)]
    found = values.get(name)
    if found is None:
        return []
    if isinstance(found, Iterable) and not isinstance(found, str):
        return [_text(each) for each in found]
    return [_text(found)]


def value_of(values: Any, name: str) -> str:
    """The text of a field; "" if there is none."""
    return (chosen(values, name) or [""])[-1]


def message_of(faults: Iterable[Fault] | None, *names: str) -> dict[str, str] | None:
    """What is wrong with a field (or any of several), as the design system wants it; None if nothing."""
    messages = [fault.message for fault in faults or () if fault.field in names]
    return {"text": ". ".join(dict.fromkeys(messages))} if messages else None


def summary_links(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """The list of an error summary: each fault leads to its field."""
    return [
        {"text": fault.message, "href": f"#{fault.field}"} if fault.field else {"text": fault.message}
        for fault in faults
    ]


def _text(value: Any) -> str:
    return str(value.value) if isinstance(value, Enum) else str(value)


FORM_FUNCTIONS = {
    "options_of": options_of,
    "chosen": chosen,
    "value_of": value_of,
    "message_of": message_of,
    "summary_links": summary_links,
}
