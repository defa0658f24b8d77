"""A program loses its access: none of its keys is accepted any more, from this moment."""

from services.theming.actions.clients.taking_away import revoked_now
from services.theming.domain.clients.terms import reason_faults
from services.theming.queries.clients import client_to_change
from services.theming.tables import api_client
from shared.errors import Conflict, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def revoke_client(tx: Transaction, *, client_id: str, because: str) -> None:
    """Raises NotFound, Invalid naming every fault, Conflict if it has lost it before."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    if client_to_change(tx, client_id).revoked:
        raise Conflict("The access of this program was taken away before.")
    if faults := reason_faults(because):
        raise Invalid(faults)
    tx.session.execute(revoked_now(tx, api_client, because).where(api_client.c.id == client_id))
    tx.audit("revoke_client", subject=client_id, detail={"because": because})
