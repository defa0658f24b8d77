"""The step that links committed audit entries into the chain of their service and seals each batch.

Nothing waits for it: entries are written without a lock, and linked some seconds later in the order of their
ids. An entry whose transaction was committed late is linked late, in a position of its own.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy import insert, text

from shared.auditing.entries import MarkingKeys
from shared.auditing.links import BEGINNING, Seal, chained, digest_of, link_mark, signed
from shared.auditing.signing import SigningKeys
from shared.auditing.stored import Entry, last_link, last_seal, unlinked
from shared.service import Step
from shared.storage import Transaction
from shared.storage.kernel_tables import audit_link, audit_seal

MOST = 2000  # entries in a batch
SEALED_EVERY = timedelta(
    seconds=10
)  # a seal takes longer to check than an entry; a full batch waits for none
LOOKED_EVERY = 1.0  # seconds
# Processes of the version before may still write entries without a mark while the first of this one seals.
QUIET = timedelta(hours=1)
SURELY_COMMITTED_SECONDS, ALL_ANEW_SECONDS = 60, 24 * 3600
_ONE_SEALER = text("SELECT pg_try_advisory_xact_lock(hashtextextended('sealing of audit entries', 0))")
_RUNNING = text("SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint "
                "FROM pg_current_snapshot() s")  # fmt: skip
_UNMARKED = text("SELECT id, at FROM audit_entry WHERE mark IS NULL ORDER BY id DESC LIMIT 1")
_LINKED, _SEALED = insert(audit_link).inline(), insert(audit_seal).inline()


@dataclass
class Settled:
    """Up to which id every entry is linked or will never be: what lies below is not looked at again.

    An id is given out before its transaction commits. What was seen once, with the number that the next
    transaction was to get, is settled when every transaction before that number has ended.
    """

    below: int = 0
    _since: float = field(default_factory=monotonic)
    _seen: deque[tuple[float, int, int]] = field(default_factory=deque)

    def saw(self, highest: int, next_transaction: int) -> None:
        self._seen.append((monotonic(), highest, next_transaction))

    def advance(self, oldest_running: int, waiting: int | None) -> None:
        """``waiting``: the lowest id without a link. Once a day all are looked at, to be surer still."""
        now = monotonic()
        while self._seen and self._is_over(self._seen[0], now, oldest_running):
            _, highest, _ = self._seen.popleft()
            self.below = max(self.below, highest if waiting is None else min(highest, waiting - 1))
        if now - self._since > ALL_ANEW_SECONDS:
            self.below, self._since = 0, now
            self._seen.clear()

    def _is_over(self, seen: tuple[float, int, int], now: float, oldest_running: int) -> bool:
        return oldest_running >= seen[2] and now - seen[0] > SURELY_COMMITTED_SECONDS


def sealing(
    marking: MarkingKeys,
    signing: SigningKeys,
    *,
    most: int = MOST,
    sealed_every: timedelta = SEALED_EVERY,
    looked_every: float = LOOKED_EVERY,
) -> Step:
    """The step for one service's database; several processes may run it, and one at a time seals."""
    settled, looked = Settled(), [-looked_every]

    def seal_audit(tx: Transaction) -> bool:
        if monotonic() - looked[0] < looked_every:
            return False
        looked[0] = monotonic()
        if not tx.session.scalar(_ONE_SEALER):
            return False
        before = last_seal(tx.session, tx.service)
        entries = _waiting(tx, settled, most)
        if not entries or (len(entries) < most and not _is_due(tx, before, sealed_every)):
            return False
        _seal(tx, entries, before, marking, signing)
        if len(entries) == most:
            looked[0] = -looked_every
        return True

    return seal_audit


def _waiting(tx: Transaction, settled: Settled, most: int) -> Sequence[Entry]:
    oldest, _ = tx.session.execute(_RUNNING).one()
    found = unlinked(tx.session, settled.below, most)
    settled.advance(oldest, found[0].id if found else None)
    if found:
        _, upcoming = tx.session.execute(_RUNNING).one()
        settled.saw(found[-1].id, upcoming)
    return found


def _is_due(tx: Transaction, before: Seal | None, sealed_every: timedelta) -> bool:
    if before:
        return not timedelta(0) <= tx.at - before.at < sealed_every
    unmarked = tx.session.execute(_UNMARKED).first()
    return unmarked is None or not abs(tx.at - unmarked.at) < QUIET


def _seal(
    tx: Transaction,
    entries: Sequence[Entry],
    before: Seal | None,
    marking: MarkingKeys,
    signing: SigningKeys,
) -> None:
    position, chain = last_link(tx.session) or (0, BEGINNING)
    first, links = position + 1, []
    for position, entry in enumerate(entries, first):
        said = entry.said
        vouched = entry.mark is not None and marking.made(entry.mark, said)
        digest = digest_of(entry.id, vouched, entry.mark, said)
        chain = chained(chain, digest)
        mark = link_mark(marking, position, entry.id, digest, chain)
        links.append(
            {"position": position, "entry_id": entry.id, "vouched": vouched, "digest": digest,
             "chain": chain, "mark": mark}
        )  # fmt: skip
    tx.session.execute(_LINKED, links)
    number = before.number + 1 if before else 1
    vouched_from = before.vouched_from if before else _first_marked(tx)
    seal = _signed(tx.service, number, first, position, vouched_from, chain, tx.at, signing)
    columns = {name: value for name, value in vars(seal).items() if name != "service"}
    tx.session.execute(_SEALED, columns)


def _signed(
    service: str, number: int, first: int, last: int, vouched_from: int, chain: bytes, at: datetime,
    keys: SigningKeys,
) -> Seal:  # fmt: skip
    return signed(Seal(service, number, first, last, vouched_from, chain, at, keys.key_id), keys)


def _first_marked(tx: Transaction) -> int:
    unmarked = tx.session.execute(_UNMARKED).first()
    return unmarked.id + 1 if unmarked else 1
