"""Events that no person of the load has caused: of an earlier release, of a later one, and malformed ones."""

import json
from pathlib import Path
from uuid import uuid4

from psycopg.types.json import Jsonb

from tests.chaos.place import Place

TOPIC = "child-death-notifications"
TYPE = "uk.child-death-review"
EXAMPLES = Path(__file__).parents[1] / "contract" / "examples"
# In the order in which a case would have them.
RELEASED = (
    "child-death-notified",
    "reporting-form-requested",
    "reporting-form-received",
    "case-material-confirmed",
)


def as_released(kind: str, case: str) -> dict[str, object]:
    """The envelope of an event as version 1 published it; the examples are kept for ever."""
    held = json.loads((EXAMPLES / f"{kind}.v1.json").read_text())
    return envelope(held["type"], case, held["data"])


def envelope(kind: str, case: str, data: dict[str, object]) -> dict[str, object]:
    return {
        "specversion": "1.0",
        "id": str(uuid4()),
        "source": "/notifications",
        "type": kind,
        "subject": case,
        "time": "2026-06-15T10:30:00+00:00",
        "datacontenttype": "application/json",
        "data": {**data, "case_reference": case},
    }


def put_in_outbox(place: Place, case: str, *envelopes: dict[str, object]) -> None:
    """In one transaction, as an action does."""
    insert = "INSERT INTO outbox (event_id, topic, key, envelope, created_at) VALUES (%s, %s, %s, %s, now())"
    with place.postgres.server.connect("notifications") as connection, connection.transaction():
        for each in envelopes:
            connection.execute(insert, [each["id"], TOPIC, case, Jsonb(each)])
