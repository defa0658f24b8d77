"""The office changes what a program may ask, how often and until when; its keys stay as they are."""

from collections.abc import Mapping, Sequence

from sqlalchemy import update

from services.theming.domain.clients.client import ApiClient
from services.theming.domain.clients.terms import Terms, read_terms
from services.theming.domain.london_days import london_day
from services.theming.queries.clients import client_to_change, name_in_use
from services.theming.tables import api_client
from shared.errors import Conflict, Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def change_client(
    tx: Transaction, *, client_id: str, typed: Mapping[str, str], scopes: Sequence[str]
) -> None:
    """Raises NotFound, Invalid naming every fault, Conflict if its access was taken away."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    held = client_to_change(tx, client_id)
    if held.revoked:
        raise Conflict("The access of this program was taken away. Register it anew.")
    terms = read_terms(typed, scopes, today=london_day(tx.at), now_until=held.expires_on)
    if terms.name != held.name and name_in_use(tx, terms.name):
        raise Invalid([Fault("name", "Another program has this name: give it a different one")])
    tx.session.execute(update(api_client).where(api_client.c.id == client_id).values(**vars(terms)))
    tx.audit("change_client", subject=client_id, detail={"changed": _changed(held, terms)})


def _changed(held: ApiClient, terms: Terms) -> dict[str, list[object]]:
    """What was and what is, of everything that changed."""
    pairs = {name: [getattr(held, name), new] for name, new in vars(terms).items()}
    return {name: [_plain(was), _plain(new)] for name, (was, new) in pairs.items() if was != new}


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value if isinstance(value, int) else str(value)
