"""The search for duplicates among 4,000 and 40,000 children, beside a plain query by an indexed column."""

import random
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any

from sqlalchemy import Connection, text

from deploy.host import Installation
from services.notifications.domain.forms.answers import Answers
from services.notifications.domain.identity.likeness import ChildIdentity, possible_duplicates
from services.notifications.domain.identity.lookup_keys import VERSION, keys_to_keep
from services.notifications.domain.notification import Status
from services.notifications.queries.identity import candidates_for
from services.notifications.tables.identity import child_lookup_key, child_recognition
from services.notifications.tables.notification import child_identity, notification
from shared.people import ANONYMOUS
from shared.storage import Database, Transaction
from tests.benchmarks.measuring import load, note, report, report_times
from tests.benchmarks.population import Population
from tests.unit.notifications.duplicate_set import second_notifications

SIZES = (4_000, 40_000)
SEARCHES = 300
AT_ONCE = 2_000
AT = datetime(2026, 6, 15, tzinfo=UTC)
FILLED = (notification, child_identity, child_recognition, child_lookup_key)
_PLAIN = text("SELECT * FROM child_identity WHERE nhs_number = :number")


def duplicates(place: Installation) -> None:
    """Each size in turn in one database; times of one search, its comparisons included."""
    database = place.databases["notifications"]
    known = Population().children(SIZES[-1])
    filled, p95 = 0, {}
    note(f"  ({SEARCHES} searches, {load()})")
    for size in SIZES:
        _fill(database, known[filled:size], filled)
        filled = size
        p95[size] = _measure(database, known[:size])
    report("Duplicate search, p95 at ten times the rows", p95[SIZES[1]], p95[SIZES[0]], "ms", "p95 at 4,000")


def _measure(database: Database, known: list[ChildIdentity]) -> float:
    each = -(-SEARCHES // 29)
    wanted = [second.identity for second in second_notifications(known, each)][:SEARCHES]
    with database.transaction(person=ANONYMOUS, at=AT) as tx:
        ours = _times(lambda child: _search(tx, child), wanted)
        plain = _times(lambda child: _look_up(tx, child), wanted)
        read = [len(candidates_for(tx, child)) for child in wanted]
    report_times(f"Duplicate search, {len(known):,} children", ours, f"most compared {max(read)}")
    both = [quantiles(taken, n=20)[18] * 1000 for taken in (ours, plain)]
    report(f"  p95 at {len(known):,}", both[0], both[1], "ms", "plain indexed query")
    return both[0]


def _search(tx: Transaction, child: ChildIdentity) -> object:
    return possible_duplicates(child, candidates_for(tx, child))


def _look_up(tx: Transaction, child: ChildIdentity) -> object:
    return tx.session.execute(_PLAIN, {"number": str(random.randrange(10**10))}).all()


def _times(work: Callable[[ChildIdentity], object], wanted: Iterable[ChildIdentity]) -> list[float]:
    taken = []
    for child in wanted:
        started = time.perf_counter()
        work(child)
        taken.append(time.perf_counter() - started)
    return taken


def _fill(database: Database, known: list[ChildIdentity], first: int) -> None:
    with database.owner.begin() as connection:
        for start in range(0, len(known), AT_ONCE):
            rows = enumerate(known[start : start + AT_ONCE], first + start)
            _store(connection, [(f"LLR-2026-{number:06}", child) for number, child in rows])
    with database.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(
            text("VACUUM ANALYZE child_identity, child_recognition, child_lookup_key, notification")
        )


def _store(connection: Connection, children: list[tuple[str, ChildIdentity]]) -> None:
    connection.execute(notification.insert(), [_notification(reference) for reference, _ in children])
    identities = [{"case_reference": reference} | asdict(child) for reference, child in children]
    beside = [{name: row.pop(name) for name in ("aliases", "other_postcode")} for row in identities]
    connection.execute(child_identity.insert(), identities)
    kept = {"rules_version": VERSION, "kept_at": AT, "compared_again_at": AT}
    rows = [
        {"case_reference": reference, **more, **kept}
        for (reference, _), more in zip(children, beside, strict=True)
    ]
    connection.execute(child_recognition.insert(), rows)
    keys = [
        {"key": key, "case_reference": reference}
        for reference, child in children
        for key in keys_to_keep(child)
    ]
    connection.execute(child_lookup_key.insert(), keys)


def _notification(reference: str) -> dict[str, Any]:
    empty = dict.fromkeys(("merged_into", "transferred_to", "scope_rule", "scope_version"), "")
    return {
        "case_reference": reference,
        "status": Status.RECEIVED,
        "notified_at": AT,
        "submitted_at": AT,
        "submitted_by": "benchmark",
        "channel": "import",
        "answers": Answers("benchmark", "1", {}),
        "changes": (),
        **empty,
    }
