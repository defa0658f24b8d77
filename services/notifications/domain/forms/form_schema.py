"""Any form as JSON Schema, from the same questions as its page: for partner systems."""

from typing import Any

from services.notifications.domain.forms.allowed_answers import YES_NO
from services.notifications.domain.forms.form_definition import notification_form
from services.notifications.domain.forms.questions import FormDefinition, Group, Question

_FORMATS = {
    "date": "a date, 2026-03-10",
    "moment": "a date and time, 2026-03-10T14:05 (London unless it has an offset), or a date alone",
    "nhs_number": "10 digits",
    "postcode": "a full postcode",
    "email": "an e-mail address",
}
_SCHEMA = "https://json-schema.org/draft/2020-12/schema"


def payload_schema() -> dict[str, Any]:
    """The schema of the notification form in force, as the API describes what it takes."""
    return json_schema(notification_form())


def json_schema(form: FormDefinition) -> dict[str, Any]:
    """An object schema of one version of a form, draft 2020-12. Nothing is refused for being unknown.

    A question that other answers ask for says so in ``x-shown-when``; one that never leaves this service
    says so in ``x-identifying``.
    """
    root = _object()
    root |= {"$schema": _SCHEMA, "title": f"{form.name} {form.version}", "description": form.source}
    for section in form.sections:
        for question in (*section.questions, *section.told):
            _place(root, question)
        if form.by_agencies:
            _place(root, Question(section.not_held_name, f"{section.title}: nothing is held", allowed=YES_NO))
    for group in form.groups:
        root["properties"][group.id] = _group_schema(group)
    return root


def _object() -> dict[str, Any]:
    return {"type": "object", "properties": {}, "required": []}


def _place(root: dict[str, Any], question: Question) -> None:
    parent, _, name = question.name.rpartition(".")
    holder = root["properties"].setdefault(parent, _object()) if parent else root
    holder["properties"][name] = _question_schema(question)
    if question.required and not question.shown_when:
        holder["required"].append(name)
        if parent and parent not in root["required"]:
            root["required"].append(parent)


def _question_schema(question: Question) -> dict[str, Any]:
    parts = (question.label, _FORMATS.get(question.kind, ""), question.unit, question.hint)
    schema = _type_of(question) | {"description": ". ".join(filter(None, parts))}
    if question.shown_when:
        schema["x-shown-when"] = {name: list(codes) for name, codes in question.shown_when}
    return schema | ({"x-identifying": True} if question.identifying else {})


def _type_of(question: Question) -> dict[str, Any]:
    codes = list(question.choices)
    if question.kind == "choices":
        return {"type": "array", "items": {"enum": codes}}
    if question.kind in ("answer", "choice"):
        closed = {"enum": [*codes, True, False, None] if {"yes", "no"} <= {*codes} else [*codes, None]}
        return {"anyOf": [closed, {"type": "string"}]} if question.otherwise else closed
    if question.kind in ("number", "measure"):
        number = "integer" if question.kind == "number" else "number"
        bounds = {"minimum": question.least, "maximum": question.most}
        return {
            "anyOf": [{"type": number, **bounds}, {"type": "string"}, {"enum": [*question.without, None]}]
        }
    return {"type": ["string", "null"]}


def _group_schema(group: Group) -> dict[str, Any]:
    questions = {question.name: _question_schema(question) for question in group.questions}
    return {
        "type": "array",
        "maxItems": group.most,
        "description": group.title,
        "items": {"type": "object", "properties": questions},
    }
