"""After a change of keys: words taken out of texts go from earlier keys to the current one."""

from services.notifications.actions.material.log_hits import bound_to
from services.notifications.domain.documents.refusals import DocumentNotReadable
from services.notifications.queries.reversals import hits_sealed_with_others
from services.notifications.tables.gathering import redaction_hit
from shared.sealing import SealBroken, SealingKeys
from shared.storage import Transaction

AT_A_TIME = 200


def reseal_hits(tx: Transaction, *, keys: SealingKeys) -> int:
    """Some of them; gives how many. A command on the machine calls it: nobody sees what was taken out."""
    found = hits_sealed_with_others(tx, keys.current, AT_A_TIME)
    for row in found:
        bound = bound_to(row.material_id, row.version, row.number)
        try:
            sealed = keys.rewrap(row.sealed_original, key=row.key_id, bound_to=bound)
        except SealBroken:
            raise DocumentNotReadable() from None
        tx.session.execute(
            redaction_hit.update()
            .where(
                redaction_hit.c.material_id == row.material_id,
                redaction_hit.c.version == row.version,
                redaction_hit.c.number == row.number,
            )
            .values(key_id=keys.current, sealed_original=sealed)
        )
    if found:
        tx.audit("reseal_redactions", detail={"hits": len(found), "key": keys.current})
    return len(found)
