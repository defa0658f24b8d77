"""The same request sent twice with one key is done once and answered the same."""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from services.notifications.domain.refusals import IdempotencyKeyReused
from services.notifications.queries import notifications as queries
from services.notifications.tables.notification import idempotency_key
from shared.storage import Transaction

Answer = dict[str, Any]


def answer_once(tx: Transaction, *, key: str, body: Mapping[str, Any], do: Callable[[], Answer]) -> Answer:
    """``do()`` unless this person sent ``key`` before: then what was answered then.

    Raises IdempotencyKeyReused if the key came with another body. Of two at once the second waits.
    """
    body_hash = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
    mine = {"person_id": tx.person.id, "key": key}
    claim = (
        insert(idempotency_key).values(**mine, body_hash=body_hash, created_at=tx.at).on_conflict_do_nothing()
    )
    if tx.session.execute(claim.returning(idempotency_key.c.key)).first() is None:
        sent_with, answer = queries.answered_before(tx, key)
        if sent_with != body_hash:
            raise IdempotencyKeyReused()
        return in_order(answer)
    answer = in_order(do())
    tx.session.execute(idempotency_key.update().filter_by(**mine).values(answer=answer))
    return answer


def in_order(answer: Answer) -> Answer:
    """Sorted by name, as the database may not keep the order: both times the same to the letter."""
    sorted_answer: Answer = json.loads(json.dumps(answer, sort_keys=True))
    return sorted_answer
