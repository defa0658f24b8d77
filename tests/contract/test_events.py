"""Events published once stay readable for ever, and none of them has room for an identifier."""

import json
from pathlib import Path

import pytest

from shared.contracts import EVENT_TYPES, TOPICS, Event, from_cloudevent, to_cloudevent
from shared.people import SYSTEM

EXAMPLES = sorted((Path(__file__).parent / "examples").glob("*.json"))
IDENTIFYING = (
    "name",
    "nhs_number",
    "address",
    "postcode",
    "date_of_birth",
    "born_on",
    "died_at",
    "died_on",
    "phone",
)


def example(path: Path) -> dict[str, object]:
    return json.loads(path.read_text())


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_event_published_before_can_still_be_read(path: Path) -> None:
    held = example(path)
    event = from_cloudevent({"type": held["type"], "data": held["data"]})
    assert event is not None
    assert event.model_dump(mode="json") == held["data"]


def test_every_event_has_an_example() -> None:
    assert {example(path)["type"] for path in EXAMPLES} == set(EVENT_TYPES)


def test_every_event_belongs_to_one_topic_and_names_its_version() -> None:
    listed = [event.type for events in TOPICS.values() for event in events]
    assert sorted(listed) == sorted(EVENT_TYPES)
    assert all(kind.rsplit(".", 1)[1].startswith("v") for kind in listed)


@pytest.mark.parametrize("event", [pytest.param(event, id=event.__name__) for event in EVENT_TYPES.values()])
def test_no_event_has_a_field_for_an_identifier(event: type[Event]) -> None:
    fields = json.dumps(event.model_json_schema()["properties"]).lower()
    assert [word for word in IDENTIFYING if f'"{word}"' in fields] == []


def test_a_type_of_a_later_release_is_passed_over() -> None:
    assert from_cloudevent({"type": "uk.child-death-review.something-new.v9", "data": {}}) is None


def test_the_envelope_is_a_cloudevent_keyed_by_the_case(now) -> None:
    held = example(EXAMPLES[0])
    event = EVENT_TYPES[str(held["type"])].model_validate(held["data"])
    envelope = to_cloudevent("id-1", "/notifications", now, event)
    assert envelope["specversion"] == "1.0"
    assert envelope["subject"] == event.subject
    assert SYSTEM.name not in json.dumps(envelope)
