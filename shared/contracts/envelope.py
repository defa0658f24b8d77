"""The base of every event, and its CloudEvents 1.0 envelope (structured JSON)."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, ClassVar

from cloudevents.core.v1.event import CloudEvent
from pydantic import BaseModel, ConfigDict

LARGEST_BYTES = 600_000  # of an envelope as JSON; a broker takes 1 MB unless it is told otherwise
EVENT_TYPES: dict[str, type["Event"]] = {}


class EventTooLarge(Exception):
    """An event that no log would take. Material is published in parts, so this is a fault of ours."""


class Event(BaseModel):
    """A past-tense fact about one subject. No field may identify a child, a family or a professional.

    ``type`` names the meaning and its version; a new meaning is a new type beside the old one.
    ``subject_field`` is the field that says what it is about: events of one subject keep their order.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    type: ClassVar[str]
    subject_field: ClassVar[str]

    @property
    def subject(self) -> str:
        """What the event is about: a case reference, or the id of a meeting."""
        return str(getattr(self, self.subject_field))

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "type" in cls.__dict__:
            EVENT_TYPES[cls.type] = cls


class CaseEvent(Event):
    """A past-tense fact about one case."""

    subject_field = "case_reference"
    case_reference: str


def to_cloudevent(
    event_id: str, source: str, at: datetime, event: Event, extensions: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """The envelope as a JSON-ready mapping; ``subject`` is the key of its order.

    ``extensions`` are further attributes about the event's way, never about the child.
    Raises EventTooLarge beyond LARGEST_BYTES: refused here, it cannot stop the log later.
    """
    envelope = CloudEvent(
        attributes={
            "id": event_id,
            "source": source,
            "type": event.type,
            "subject": event.subject,
            "time": at.astimezone(UTC),
            "datacontenttype": "application/json",
            "specversion": "1.0",
            **(extensions or {}),
        },
        data=event.model_dump(mode="json"),
    )
    attributes = {**envelope.get_attributes(), "time": at.astimezone(UTC).isoformat()}
    made = {**attributes, "data": envelope.get_data()}
    if (size := len(json.dumps(made, ensure_ascii=False).encode())) > LARGEST_BYTES:
        raise EventTooLarge(f"{event.type} has {size:,} bytes; the most is {LARGEST_BYTES:,}")
    return made


def from_cloudevent(envelope: dict[str, Any]) -> Event | None:
    """The event inside, or None for a type this release does not know."""
    event_class = EVENT_TYPES.get(envelope["type"])
    return event_class.model_validate(envelope["data"]) if event_class else None
