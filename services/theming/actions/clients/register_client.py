"""The office gives a program access: it is registered, and its first key is made."""

from collections.abc import Mapping, Sequence
from secrets import token_hex

from sqlalchemy import insert

from services.theming.actions.clients.make_key import add_key
from services.theming.domain.clients.terms import read_terms
from services.theming.domain.london_days import london_day
from services.theming.queries.clients import name_in_use
from services.theming.tables import api_client
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction

ID_BYTES = 4


def register_client(tx: Transaction, *, typed: Mapping[str, str], scopes: Sequence[str]) -> tuple[str, str]:
    """Its id, and its key: the only time that anybody sees it. Raises Invalid naming every fault."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    terms = read_terms(typed, scopes, today=london_day(tx.at))
    if name_in_use(tx, terms.name):
        raise Invalid([Fault("name", "Another program has this name: give it a different one")])
    client_id = token_hex(ID_BYTES)
    by = {"created_by": tx.person.id, "created_by_name": tx.person.name, "created_at": tx.at}
    tx.session.execute(insert(api_client).values(id=client_id, **vars(terms), **by))
    agreed = {name: vars(terms)[name] for name in ("scopes", "per_hour", "per_day")}
    until = {"expires_on": terms.expires_on.isoformat()}
    tx.audit("register_client", subject=client_id, detail={**agreed, **until})
    return client_id, add_key(tx, client_id)
