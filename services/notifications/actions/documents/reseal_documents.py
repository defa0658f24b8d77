"""After a change of keys: what earlier keys wrapped is wrapped by the current one."""

from services.notifications.actions.documents.vault import Vault
from services.notifications.queries.documents import sealed_with_other_keys
from shared.storage import Transaction

AT_A_TIME = 20


def reseal_documents(tx: Transaction, *, vault: Vault) -> int:
    """Some of them; gives how many: 0 when every document is sealed with the current key.

    A command on the machine calls it, which holds every key: no document is opened. People may work
    meanwhile.
    """
    others = sealed_with_other_keys(tx, vault.keys.current, AT_A_TIME)
    for document_id in others:
        vault.rewrap(tx, document_id)
    if others:
        tx.audit("reseal_documents", detail={"documents": len(others), "key": vault.keys.current})
    return len(others)
