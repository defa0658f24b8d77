"""``cdop retention``: the dry run of the retention schedule. Nothing is disposed of by it."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from deploy.host import Installation
from services.notifications.queries.retention import standings_on
from services.notifications.retention_lines import json_lines, table_lines
from shared.errors import Refusal
from shared.people import SYSTEM

LONDON = ZoneInfo("Europe/London")


def dry_run(place: Installation, *, on: str, as_table: bool, at: datetime) -> Iterator[str]:
    """Lines of the dry run as of the day ``on`` ("": today). Raises Refusal where it is no day."""
    try:
        day = date.fromisoformat(on) if on else at.astimezone(LONDON).date()
    except ValueError:
        raise Refusal(f"'{on}' is not a day: write it as 2051-06-12.") from None
    with place.databases["notifications"].transaction(person=SYSTEM, at=at) as tx:
        found = standings_on(tx, on=day)
        tx.audit("try_retention", reading=True, detail={"on": day.isoformat(), "records": len(found)})
    yield from (table_lines if as_table else json_lines)(found)
