"""Make ready what the open statistics will be asked, when something has changed: nobody waits for it then.

One year by one dimension at a time, under each policy. What is made ready is only ever what whoever asks
would find by herself; where nothing is ready she counts and protects as if this were not there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Column, case, delete, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from services.theming.counted_years import COUNTED, CountedYear, count_year, hidden_of
from services.theming.disclosure.settled import IN_MEMORY, Settled
from services.theming.domain.london_days import london_day
from services.theming.domain.statistics.tree import stages
from services.theming.queries.data_version import data_version
from services.theming.queries.ready import (
    Year,
    looked_at,
    made_or_begun,
    rules,
    years_noted,
    years_now,
    years_of_anybody,
)
from services.theming.queries.settled import forget_settled, keep_settled, settled_among
from services.theming.tables import ready_counts, ready_year
from shared.disclosure.policies import POLICY_NAMES, DisclosurePolicy, policy_on
from shared.service import Errand
from shared.storage import Transaction

#: What was begun and is not there by then died with its process.
LOST_AFTER = timedelta(minutes=30)
#: Changes of a year that come meanwhile are made ready together.
STILL_FOR = timedelta(seconds=20)
#: What another version of this program made ready may be wanted while both are at work.
FORGOTTEN_AFTER = timedelta(days=1)
_KEY = ("rules", "basis", "year", "dim")
_ONE_AT_A_TIME = text("SELECT pg_try_advisory_xact_lock(hashtext('statistics made ready'))")


@dataclass(frozen=True)
class Task:
    """``settled``: what is hidden of it as far as it was settled before, by digest."""

    year: Year
    counted: CountedYear
    policies: tuple[DisclosurePolicy, ...]
    settled: dict[bytes, bytes]


class _Listed:
    """Says of everything that it is settled, and lists what was asked for."""

    def __init__(self) -> None:
        self.digests: set[bytes] = set()

    def get(self, digest: bytes) -> bytes:
        self.digests.add(digest)
        return b""

    def put(self, digest: bytes, hidden: bytes) -> None:
        raise LookupError("everything is settled here")


class _Noted:
    """What was settled before, and what is settled now."""

    def __init__(self, before: dict[bytes, bytes]) -> None:
        self._before = before
        self.now: dict[bytes, bytes] = {}

    def get(self, digest: bytes) -> bytes | None:
        if digest in self._before:
            return self._before[digest]
        hidden = IN_MEMORY.get(digest)
        if hidden is not None:
            self.now[digest] = hidden
        return hidden

    def put(self, digest: bytes, hidden: bytes) -> None:
        IN_MEMORY.put(digest, hidden)
        self.now[digest] = hidden


def take(tx: Transaction) -> Task | None:
    """Claim the next year and dimension that are not ready; None if all are, or another process looks."""
    if not tx.session.scalar(_ONE_AT_A_TIME):
        return None
    version = data_version(tx)
    if not looked_at(tx, version) and not _look(tx, version):
        return None
    begun = made_or_begun(tx, since=tx.at - LOST_AFTER)
    for year in years_noted(tx, changed_before=tx.at - STILL_FOR):
        for dim in COUNTED:
            if (year, dim) not in begun:
                return _task(tx, year, dim, version)
    return None


def do(task: Task) -> dict[bytes, bytes]:
    noted = _Noted(task.settled)
    _protect(task.counted, task.policies, noted)
    return noted.now


def record(tx: Transaction, task: Task, settled: dict[bytes, bytes]) -> None:
    """Keep what was made ready, unless the year has changed. It is not in the audit: nobody has read it."""
    keep_settled(tx, settled)
    forget_settled(tx)
    row = ready_counts.c
    claimed = {**task.year._asdict(), "rules": rules(), "dim": task.counted.by.name}
    still = (row[name] == value for name, value in claimed.items())
    tx.session.execute(update(ready_counts).where(*still).values(counts=task.counted.as_json()))


def _look(tx: Transaction, version: str) -> bool:
    """Note what each year's cases are like; False if something changed meanwhile: then it is looked again."""
    found = years_now(tx)
    if data_version(tx) != version:
        return False
    for year in found:
        row = insert(ready_year).values(
            **year._asdict(), rules=rules(), data_version=version, changed_at=tx.at
        )
        same = ready_year.c.cases_are == row.excluded.cases_are
        since = case((same, ready_year.c.changed_at), else_=row.excluded.changed_at)
        now = {"data_version": version, "cases_are": row.excluded.cases_are, "changed_at": since}
        tx.session.execute(row.on_conflict_do_update(index_elements=_KEY[:3], set_=now))
    # Years without cases, and what another version of this program noted before something changed.
    tx.session.execute(delete(ready_year).where(ready_year.c.data_version != version))
    of_none = ~tuple_(*_row(_KEY[:3])).in_(years_of_anybody())
    tx.session.execute(delete(ready_counts).where(of_none, ready_counts.c.begun_at < tx.at - FORGOTTEN_AFTER))
    return True


def _task(tx: Transaction, year: Year, dim: str, version: str) -> Task | None:
    """The claim; None if something changed while it was counted: then what was counted is not of ``year``."""
    counted = count_year(tx, dim, year.year, year.basis)
    if data_version(tx) != version:
        return None
    claim = insert(ready_counts).values(**year._asdict(), rules=rules(), dim=dim, begun_at=tx.at)
    again = {"cases_are": year.cases_are, "begun_at": tx.at, "counts": None}
    tx.session.execute(claim.on_conflict_do_update(index_elements=_KEY, set_=again))
    policies = tuple(policy_on(name, london_day(tx.at)) for name in POLICY_NAMES)
    listed = _Listed()
    _protect(counted, policies, listed)
    return Task(year, counted, policies, dict(settled_among(tx, listed.digests)))


def _protect(counted: CountedYear, policies: tuple[DisclosurePolicy, ...], kept: Settled) -> None:
    """As whoever asks does it, at the end of each stage of the year."""
    for policy in policies:
        for periods in stages(counted.year):
            hidden_of(counted, periods[0], policy, kept)


def _row(names: Sequence[str]) -> list[Column[Any]]:
    return [ready_counts.c[name] for name in names]


MAKE_READY = Errand("make_statistics_ready", take, do, record)
