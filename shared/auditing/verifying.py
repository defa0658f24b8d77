"""``cdop audit verify`` on a service's database: one snapshot, read in stretches by several processes."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import chain, islice
from typing import Any

import psycopg
from sqlalchemy import make_url

from shared.auditing.checking import Checker
from shared.auditing.entries import MarkingKeys, microseconds
from shared.auditing.faults import Fault, Kind
from shared.auditing.links import Seal
from shared.auditing.signing import PublicKeys, read_public_keys
from shared.auditing.stored import (
    COPIES,
    LINKED,
    OUTSIDE_LINKS,
    OUTSIDE_SEALS,
    SEALED,
    STANDING,
    UNLINKED,
    Entry,
)

STRETCH = 20_000  # links that one process checks at a time
SEALED_WITHIN = timedelta(minutes=15)
AHEAD = 4  # stretches in hand for each process
Progress = Callable[[int, int], None]
Work = Callable[[], tuple[int, list[Fault]]]


@dataclass(frozen=True)
class Standing:
    """What there is to check: up to which position and seal, and from which entry on they are vouched for."""

    links: int
    seals: int
    sealed_to: int
    linked_to: int
    vouched_from: int


@dataclass(frozen=True)
class Place:
    """Where a process reads: the database, in a snapshot that stays as long as the one that made it."""

    address: str = field(repr=False)
    snapshot: str = ""

    def connect(self) -> psycopg.Connection:
        """Read only, in the snapshot, as the system, which is shown every entry."""
        options = "-c timezone=UTC -c jit=off -c cdr.person=system -c cdr.roles=system"
        connection = psycopg.connect(self.address, options=options)
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        if self.snapshot:
            connection.execute(psycopg.sql.SQL("SET TRANSACTION SNAPSHOT {}").format(self.snapshot))
        return connection


@dataclass(frozen=True)
class Check:
    """One service's check: where, with which keys, and as of when (entries wait for a seal for a while)."""

    service: str
    place: Place
    marking: MarkingKeys | None
    public_pem: str
    at: datetime
    sealed_within: timedelta = SEALED_WITHIN


def verify(check: Check, anchors: Sequence[Seal], progress: Progress, processes: int = 0) -> Iterator[Fault]:
    """Every fault of the service's audit. ``progress``: how many links of how many have been checked."""
    with check.place.connect() as connection:
        (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
        standing = Standing(*(connection.execute(STANDING).fetchone() or (0, 0, 0, 0, 1)))
        seen = Check(**{**vars(check), "place": Place(check.place.address, snapshot)})
        progress(0, standing.links)
        if not standing.seals:
            yield Fault(check.service, Kind.NOTHING_SEALED)
        count = processes or os.cpu_count() or 1
        for done, faults in in_order(_stretches(seen, standing), count):
            yield from faults
            progress(min(done, standing.links), standing.links)
        yield from _outside(check, connection, standing)
        yield from check_anchors(check.service, anchors, read_public_keys(check.public_pem), partial(
            _chain_at, connection))  # fmt: skip


def _stretches(check: Check, standing: Standing) -> Iterator[Work]:
    yield partial(_check_rest, check, standing)
    for kind, last in ((_check_links, standing.linked_to), (_check_seals, standing.seals)):
        for first in range(1, last + 1, STRETCH):
            yield partial(kind, check, standing.vouched_from, first, min(last, first + STRETCH - 1))


def in_order(work: Iterator[Work], processes: int) -> Iterator[tuple[int, list[Fault]]]:
    """How much has been done, and what was found, in the order of the work; one process is this one."""
    done = 0
    for checked, faults in (each() for each in work) if processes == 1 else _by_several(work, processes):
        done += checked
        yield done, faults


def _by_several(work: Iterator[Callable[[], Any]], processes: int) -> Iterator[Any]:
    """Not more than AHEAD pieces for each process are in hand."""
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[Any]] = deque(pool.submit(each) for each in islice(work, AHEAD * processes))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(each) for each in islice(work, 1))


def _check_links(check: Check, vouched_from: int, first: int, last: int) -> tuple[int, list[Fault]]:
    checker = Checker(check.service, check.marking, vouched_from)
    with check.place.connect() as connection, connection.cursor(binary=True) as cursor:
        cursor.execute(LINKED, (first - 1, last))
        return last - first + 1, list(checker.links(cursor, first, last))


def _check_seals(check: Check, vouched_from: int, first: int, last: int) -> tuple[int, list[Fault]]:
    checker = Checker(check.service, check.marking, vouched_from)
    with check.place.connect() as connection, connection.cursor(binary=True) as cursor:
        cursor.execute(SEALED, (first - 1, last))
        return 0, list(checker.seals(cursor, first, last, _public(check.public_pem)))


@cache
def _public(pem: str) -> PublicKeys:
    return read_public_keys(pem)


def _check_rest(check: Check, standing: Standing) -> tuple[int, list[Fault]]:
    """Entries that wait for their link, and entries that are there twice under two ids."""
    checker = Checker(check.service, check.marking, standing.vouched_from)
    before = microseconds(check.at - check.sealed_within)
    with check.place.connect() as connection, connection.cursor("waiting", binary=True) as cursor:
        cursor.execute(UNLINKED)
        found = list(checker.waiting((Entry(*row) for row in cursor), before))
        copies = [
            Fault(check.service, Kind.ENTRY_COPIED, entry=entry, note=f"of entry {original}")
            for original, *more in (row[0] for row in connection.execute(COPIES))
            for entry in more
        ]
    return 0, found + copies


def _outside(check: Check, connection: psycopg.Connection, standing: Standing) -> Iterator[Fault]:
    """Links and seals whose numbers cannot be, and links behind what the last seal says."""
    ends = vars(standing)
    for position, entry in connection.execute(OUTSIDE_LINKS, ends):
        kind = Kind.LINK_CHANGED if position < 1 else Kind.LINK_UNSEALED
        yield Fault(check.service, kind, positions=(position, position), entry=entry)
    for (number,) in connection.execute(OUTSIDE_SEALS, ends):
        yield Fault(check.service, Kind.SEAL_CHANGED, seals=(number, number))


def _chain_at(connection: psycopg.Connection, position: int) -> bytes | None:
    row = connection.execute("SELECT chain FROM audit_link WHERE position = %s", (position,)).fetchone()
    return bytes(row[0]) if row else None


def check_anchors(
    service: str, anchors: Sequence[Seal], public: PublicKeys, chain_at: Callable[[int], bytes | None]
) -> Iterator[Fault]:
    """Faults of a service's anchors: each must be signed, and lead to what is here."""
    for anchor in anchors:
        if anchor.service != service:
            continue
        ends, number = (anchor.to_position, anchor.to_position), (anchor.number, anchor.number)
        note = f"anchored {anchor.at:%d %B %Y at %H:%M} UTC"
        at = partial(Fault, service, positions=ends, seals=number, note=note)
        chain_here = chain_at(anchor.to_position)
        if not public.signed(anchor.key_id, anchor.signature, anchor.said):
            yield at(Kind.ANCHOR_FALSE)
        elif chain_here is None:
            yield at(Kind.ANCHOR_GONE)
        elif chain_here != anchor.chain:
            yield at(Kind.ANCHOR_DISAGREES)


def address_of(url: str) -> str:
    """What libpq understands, of a SQLAlchemy URL."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def merged(faults: Iterator[Fault]) -> Iterator[Fault]:
    """Seals that disagree one after another are said as one range."""
    held: Fault | None = None
    for fault in chain(faults, [None]):
        if held and fault and _follows(held, fault):
            held = Fault(held.service, held.kind, _joined(held.positions, fault.positions),
                         seals=_joined(held.seals, fault.seals))  # fmt: skip
            continue
        if held:
            yield held
        held = fault


def _follows(held: Fault, fault: Fault) -> bool:
    same = held.kind is fault.kind is Kind.SEAL_DISAGREES and held.service == fault.service
    return bool(same and held.seals and fault.seals and fault.seals[0] == held.seals[1] + 1)


def _joined(first: tuple[int, int] | None, last: tuple[int, int] | None) -> tuple[int, int] | None:
    return (first[0], last[1]) if first and last else first
