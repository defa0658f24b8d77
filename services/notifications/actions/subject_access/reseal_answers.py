"""After a change of keys: answers that earlier keys wrapped are wrapped by the current one."""

from sqlalchemy import update

from services.notifications.actions.subject_access.release_answer import KINDS, place_of_file
from services.notifications.queries.subject_access import answers_sealed_with_others
from services.notifications.tables.subject_access import subject_access_answer
from shared.sealing import SealingKeys
from shared.storage import Transaction

AT_A_TIME = 20


def reseal_answers(tx: Transaction, *, keys: SealingKeys) -> int:
    """Some of them; gives how many: 0 when every answer is sealed with the current key. None is opened."""
    rows = answers_sealed_with_others(tx, keys.current, AT_A_TIME)
    for row in rows:
        anew = {
            f"sealed_{kind}": keys.rewrap(
                row[f"sealed_{kind}"], key=row["key_id"], bound_to=place_of_file(row["request_id"], kind)
            )
            for kind in KINDS
        }
        mine = subject_access_answer.c.request_id == row["request_id"]
        tx.session.execute(update(subject_access_answer).where(mine).values(key_id=keys.current, **anew))
    if rows:
        tx.audit("reseal_answers", detail={"answers": len(rows), "key": keys.current})
    return len(rows)
