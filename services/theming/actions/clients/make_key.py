"""A program gets a new key; the one before goes on working for a while, so that nothing stops."""

from secrets import token_hex

from sqlalchemy import insert, update

from services.theming.domain.clients.client import RULES, ApiKey, replaced_on
from services.theming.domain.clients.key_text import ID_BYTES, SECRET_BYTES, digest_of, written
from services.theming.domain.london_days import london_day
from services.theming.queries.clients import client_to_change, keys_of
from services.theming.tables import api_client_key
from shared.errors import Conflict
from shared.people import Permission, check
from shared.storage import Transaction


def make_key(tx: Transaction, *, client_id: str) -> str:
    """The key: the only time that anybody sees it.

    Raises NotFound, and Conflict if the program has no access or too many keys.
    """
    check(tx.person, Permission.KEEP_API_CLIENTS)
    today = london_day(tx.at)
    if not client_to_change(tx, client_id).accepted_on(today):
        raise Conflict("This program has no access any more. Register it anew.")
    valid = [key for key in keys_of(tx, client_id) if key.accepted_on(today)]
    if len(valid) >= RULES["most_keys_at_once"]:
        raise Conflict("Two of its keys work now. Revoke the one that is not in use, then make another.")
    for key in valid:
        _end(tx, key)
    return add_key(tx, client_id)


def add_key(tx: Transaction, client_id: str) -> str:
    key_id, secret = token_hex(ID_BYTES), token_hex(SECRET_BYTES)
    by = {"created_by": tx.person.id, "created_by_name": tx.person.name, "created_at": tx.at}
    made = insert(api_client_key).values(id=key_id, client_id=client_id, digest=digest_of(secret), **by)
    tx.session.execute(made)
    tx.audit("make_client_key", subject=client_id, detail={"key": key_id})
    return written(key_id, secret)


def _end(tx: Transaction, key: ApiKey) -> None:
    last = replaced_on(london_day(tx.at), key)
    tx.session.execute(update(api_client_key).where(api_client_key.c.id == key.id).values(ends_on=last))
