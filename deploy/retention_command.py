"""``cdop retention``: the dry run of the schedule, the register of disposals, and doing them again."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from deploy.host import Installation
from services.notifications.actions.retention.redo_disposals import NUMBERS_GO_ON, redo_item, redo_list
from services.notifications.queries.disposals import register
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


def register_lines(place: Installation, *, at: datetime) -> Iterator[str]:
    """A line of JSON for each list carried out: to be kept apart from the backups, for after a restore."""
    with place.databases["notifications"].transaction(person=SYSTEM, at=at) as tx:
        lines = [json.dumps(each, default=str, ensure_ascii=False) for each in register(tx)]
        tx.audit("write_disposal_register", reading=True, detail={"lists": len(lines)})
    yield from lines


def redo(place: Installation, lines: Iterable[str], *, at: datetime) -> Iterator[str]:
    """Dispose again of what a restored backup brought back; says what became of how many records."""
    place.need_owners()
    database, found = place.databases["notifications"], Counter[str]()
    for line in filter(str.strip, lines):
        with database.transaction(person=SYSTEM, at=at) as tx:
            listed = redo_list(tx, json.loads(line))
        for item in listed.items:
            with database.transaction(person=SYSTEM, at=at) as tx:
                found[redo_item(tx, listed.list_id, item)] += 1
    with database.owner.begin() as connection:
        connection.execute(NUMBERS_GO_ON)
    yield f"{found['disposed']} records were disposed of again, {found['gone']} were not there."
    if found["held"]:
        yield f"{found['held']} are held and stay: look at the page Retention."
