"""The payload of the API, described from the same questions as the page: JSON Schema for partner systems."""

from typing import Any

from services.notifications.domain.forms.form_definition import Field, Group, notification_form

_FORMATS = {
    "date": "a date, 2026-03-10",
    "moment": "a date and time, 2026-03-10T14:05 (London unless it has an offset), or a date alone",
    "nhs_number": "10 digits",
    "postcode": "a full postcode",
    "email": "an e-mail address",
}


def payload_schema() -> dict[str, Any]:
    """An object schema. Nothing is refused for being unknown; every answer may be "not_known"."""
    form = notification_form()
    root: dict[str, Any] = {
        "type": "object",
        "properties": {},
        "required": [],
        "title": f"{form.name} {form.version}",
    }
    for question in form.fields():
        _place(root, question)
    for group in form.groups:
        root["properties"][group.id] = _group_schema(group)
    return root


def _place(root: dict[str, Any], question: Field) -> None:
    parent, _, name = question.name.rpartition(".")
    holder = root
    if parent:
        empty = {"type": "object", "properties": {}, "required": []}
        holder = root["properties"].setdefault(parent, empty)
        if question.required and parent not in root["required"]:
            root["required"].append(parent)
    holder["properties"][name] = _field_schema(question)
    if question.required:
        holder["required"].append(name)


def _field_schema(question: Field) -> dict[str, Any]:
    described = ". ".join(filter(None, (question.label, _FORMATS.get(question.kind, ""), question.hint)))
    if question.kind == "choices":
        return {
            "type": "array",
            "items": {"type": "string", "enum": list(question.allowed.codes())},
            "description": described,
        }
    if question.kind == "choice":
        codes = ", ".join(question.allowed.codes())
        other = " or any other words" if question.otherwise else ""
        return {"type": ["string", "boolean", "null"], "description": f"{described}. One of: {codes}{other}"}
    if question.kind == "number":
        return {"type": ["integer", "string", "null"], "description": described}
    return {"type": ["string", "null"], "description": described}


def _group_schema(group: Group) -> dict[str, Any]:
    fields = {question.name: _field_schema(question) for question in group.fields}
    return {
        "type": "array",
        "maxItems": group.most,
        "description": group.title,
        "items": {"type": "object", "properties": fields},
    }
