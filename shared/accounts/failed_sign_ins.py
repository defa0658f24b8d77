"""Sign-ins that failed, counted by hour, way and reason: an attack is a number and no flood of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from shared.accounts.tables import failed_sign_in
from shared.people import Permission, Person, check
from shared.storage import Database

KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True)
class FailedSignIns:
    """How often a way of signing in failed for one reason in the hour that begins at ``hour`` (UTC)."""

    hour: datetime
    way: str
    reason: str
    times: int
    last_at: datetime


def count_failed(database: Database, *, way: str, reason: str, at: datetime) -> None:
    """Count one. ``way`` and ``reason`` are ours and few: nothing that was typed, and nobody's name."""
    hour = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    first = insert(failed_sign_in).values(hour=hour, way=way, reason=reason, times=1, last_at=at)
    once_more = first.on_conflict_do_update(
        constraint=failed_sign_in.primary_key, set_={"times": failed_sign_in.c.times + 1, "last_at": at}
    )
    if database.at_once(once_more.returning(failed_sign_in.c.times), {}) == 1:
        with database.engine.begin() as connection:
            connection.execute(delete(failed_sign_in).where(failed_sign_in.c.hour < hour - KEPT_FOR))


def failed_sign_ins(database: Database, person: Person, since: datetime) -> Sequence[FailedSignIns]:
    """The counts of the hours from ``since`` on, the newest first. Raises NotPermitted, NotSignedIn."""
    check(person, Permission.VIEW_AUDIT)
    wanted = select(failed_sign_in).where(failed_sign_in.c.hour >= since)
    newest = wanted.order_by(failed_sign_in.c.hour.desc(), failed_sign_in.c.way, failed_sign_in.c.reason)
    with database.engine.connect() as connection:
        return [FailedSignIns(**row) for row in connection.execute(newest).mappings()]
