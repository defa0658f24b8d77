"""One key of a program is not accepted any more, from this moment."""

from services.theming.actions.clients.taking_away import revoked_now
from services.theming.domain.clients.terms import reason_faults
from services.theming.queries.clients import client_to_change, keys_of
from services.theming.tables import api_client_key
from shared.errors import Conflict, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction


def revoke_key(tx: Transaction, *, client_id: str, key_id: str, because: str) -> None:
    """Raises NotFound, Invalid naming every fault, Conflict if it was revoked before."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    client_to_change(tx, client_id)
    key = next((each for each in keys_of(tx, client_id) if each.id == key_id), None)
    if key is None:
        raise NotFound("This program has no such key.")
    if key.revoked:
        raise Conflict("This key was revoked before.")
    if faults := reason_faults(because):
        raise Invalid(faults)
    tx.session.execute(revoked_now(tx, api_client_key, because).where(api_client_key.c.id == key_id))
    tx.audit("revoke_client_key", subject=client_id, detail={"key": key_id, "because": because})
