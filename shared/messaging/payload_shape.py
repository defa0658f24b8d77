"""What an event looks like, for somebody who may not read it: fields with their kind and length, no value.

A field that the agreed form of the event does not have is counted and not named: its name may say anything.
"""

from collections.abc import Mapping
from typing import Any

from shared.contracts import EVENT_TYPES

Shape = list[tuple[str, str]]


def shape_of(envelope: Mapping[str, Any]) -> Shape:
    """Each field of the payload and what it holds, in the order of the agreed form."""
    if "data_base64" in envelope:
        return [
            (
                "The whole record",
                f"{len(envelope['data_base64']):,} characters that no database can keep as they are",
            )
        ]
    data, agreed = envelope.get("data"), _fields(envelope.get("type"))
    if not isinstance(data, Mapping):
        return [("The payload", _kind(data))]
    shape = [(name, _kind(data[name]) if name in data else "missing") for name in agreed]
    strange = len(data.keys() - set(agreed))
    return [*shape, *([("Fields that are not agreed", f"{strange:,}")] if strange else [])]


def words_for_type(event_type: object) -> str:
    """ "uk.child-death-review.child-death-notified.v1" as "Child death notified"; others are not quoted."""
    if not isinstance(event_type, str) or event_type not in EVENT_TYPES:
        return "A record of no agreed type"
    return event_type.split(".")[-2].replace("-", " ").capitalize()


def _fields(event_type: object) -> list[str]:
    known = EVENT_TYPES.get(event_type) if isinstance(event_type, str) else None
    return list(known.model_fields) if known else []


def _kind(value: Any) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "yes or no"
        case int():
            return "a whole number"
        case float():
            return "a number"
        case str():
            return f"text, {len(value):,} characters"
        case Mapping():
            return f"an object with {len(value):,} fields"
        case _:
            return f"a list of {len(value):,}"
