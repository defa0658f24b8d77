"""What was settled of tables before, by any process: a lookup in place of an integer program."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import bindparam, delete, select, text

from services.theming.disclosure.settled import IN_MEMORY
from services.theming.tables import settled_pattern
from shared.people import Permission, check
from shared.storage import Transaction

KEPT_FOR = timedelta(days=400)
"""Then it is settled anew if it is still asked for, and is the same: so that counts of long ago go."""

_FOUND = select(settled_pattern.c.hidden).where(settled_pattern.c.digest == bindparam("digest"))
# Nobody waits for another who settles the same: who comes second has the same to keep, and leaves it.
_KEEP = text(
    "INSERT INTO settled_pattern (digest, hidden, settled_on) SELECT :digest, :hidden, :settled_on"
    " WHERE pg_try_advisory_xact_lock(hashtext('settled patterns'), get_byte(:digest, 0))"
    " ON CONFLICT DO NOTHING"
)


class SettledHere:
    """``Settled`` (``disclosure/settled.py``) of a database, through what this process has seen of it."""

    def __init__(self, tx: Transaction) -> None:
        check(tx.person, Permission.VIEW_STATISTICS)
        self._tx = tx

    def get(self, digest: bytes) -> bytes | None:
        hidden = IN_MEMORY.get(digest)
        if hidden is None:
            hidden = self._tx.session.scalar(_FOUND, {"digest": digest})
            if hidden is not None:
                IN_MEMORY.put(digest, hidden)
        return hidden

    def put(self, digest: bytes, hidden: bytes) -> None:
        IN_MEMORY.put(digest, hidden)
        keep_settled(self._tx, {digest: hidden})


def settled_among(tx: Transaction, digests: Collection[bytes]) -> Mapping[bytes, bytes]:
    """Those that are kept, with what they hide."""
    check(tx.person, Permission.VIEW_STATISTICS)
    rows = select(settled_pattern.c.digest, settled_pattern.c.hidden)
    found = tx.session.execute(rows.where(settled_pattern.c.digest.in_(digests)))
    return {row.digest: row.hidden for row in found}


def keep_settled(tx: Transaction, settled: Mapping[bytes, bytes]) -> None:
    """Keep what was settled; if this transaction does not commit, it is settled again some time."""
    for digest, hidden in settled.items():
        tx.session.execute(_KEEP, {"digest": digest, "hidden": hidden, "settled_on": tx.at.date()})


def forget_settled(tx: Transaction) -> None:
    """What was settled so long ago that hardly anybody asks for it."""
    long_ago = tx.at.date() - KEPT_FOR
    tx.session.execute(delete(settled_pattern).where(settled_pattern.c.settled_on < long_ago))
