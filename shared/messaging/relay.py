"""The relay: moves a service's outbox to the event log, in order, by one relay at a time."""

from datetime import datetime

from sqlalchemy import select, update

from shared.messaging.log import EventLog, Record
from shared.messaging.observing import relaying
from shared.storage import Database
from shared.storage.kernel_tables import outbox, relay_lease

BATCH = 200


def relay_once(database: Database, log: EventLog, *, at: datetime) -> bool:
    """Publish what waits in the outbox; True if anything was published.

    The one-row lease keeps a second relay out until this one commits, so order holds. A crash between
    append and commit publishes again; the reader's inbox knows the event by its id.
    """
    with database.session() as session, session.begin():
        lease = (
            select(relay_lease.c.name).where(relay_lease.c.name == "relay").with_for_update(skip_locked=True)
        )
        if session.scalar(lease) is None:
            return False
        waiting = select(outbox).where(outbox.c.published_at.is_(None)).order_by(outbox.c.id).limit(BATCH)
        rows = session.execute(waiting).all()
        if not rows:
            return False
        records = [Record(row.topic, row.key, row.envelope) for row in rows]
        with relaying(database.service, records):
            log.append(records)
        published = update(outbox).where(outbox.c.id.in_([row.id for row in rows]))
        session.execute(published.values(published_at=at))
        return True
