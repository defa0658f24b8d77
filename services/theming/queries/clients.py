"""Programs that ask the API, their keys and what they asked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, select

from services.theming.domain.clients.client import ApiClient, ApiKey, Ending
from services.theming.tables import api_client, api_client_key, api_client_use
from shared.errors import NotFound
from shared.people import Permission, check
from shared.storage import Transaction

_CLIENT = [api_client.c[name] for name in ApiClient.__annotations__ if name != "revoked"]
_KEY = [api_client_key.c[name] for name in ApiKey.__annotations__ if name != "revoked"]
DAYS_SHOWN = 14


def key_with_its_client(tx: Transaction, key_id: str) -> tuple[ApiKey, ApiClient] | None:
    """For whoever holds the key to prove it: nobody is signed in yet."""
    key = tx.session.execute(select(api_client_key).where(api_client_key.c.id == key_id)).one_or_none()
    if key is None:
        return None
    client = tx.session.execute(select(api_client).where(api_client.c.id == key.client_id)).one()
    return _key(key), _client(client)


def clients(tx: Transaction) -> list[ApiClient]:
    """Every program that has or had access, by name."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    return [_client(row) for row in tx.session.execute(select(api_client).order_by(api_client.c.name))]


def client(tx: Transaction, client_id: str) -> ApiClient:
    """Raises NotFound."""
    return _found(tx, client_id, change=False)


def client_to_change(tx: Transaction, client_id: str) -> ApiClient:
    """The same, locked until the transaction ends. Raises NotFound."""
    return _found(tx, client_id, change=True)


def name_in_use(tx: Transaction, name: str) -> bool:
    """Whether a program that has not lost its access has this name."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    taken = (func.lower(api_client.c.name) == name.lower()) & api_client.c.revoked_at.is_(None)
    return tx.session.scalar(select(api_client.c.id).where(taken).limit(1)) is not None


def keys_of(tx: Transaction, client_id: str) -> list[ApiKey]:
    """Every key it ever had, the newest first."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    mine = select(api_client_key).where(api_client_key.c.client_id == client_id)
    newest = (api_client_key.c.created_at.desc(), api_client_key.c.id)
    return [_key(row) for row in tx.session.execute(mine.order_by(*newest))]


def last_used(tx: Transaction) -> dict[str, Any]:
    """When each program asked last, by its id."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    at = func.max(api_client_key.c.last_used_at)
    found = select(api_client_key.c.client_id, at).group_by(api_client_key.c.client_id)
    return dict(tx.session.execute(found).tuples().all())


def use_on(tx: Transaction, day: date) -> dict[str, Any]:
    """How often each program asked on a day, by its id: ``requests``, and ``in_hour`` from ``hour`` on."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    found = select(api_client_use).where(api_client_use.c.day == day)
    return {row.client_id: row for row in tx.session.execute(found)}


def use_of(tx: Transaction, client_id: str) -> Sequence[Any]:
    """How often one asked on the last days on which it did, the newest first."""
    check(tx.person, Permission.KEEP_API_CLIENTS)
    mine = select(api_client_use).where(api_client_use.c.client_id == client_id)
    return tx.session.execute(mine.order_by(api_client_use.c.day.desc()).limit(DAYS_SHOWN)).all()


def _found(tx: Transaction, client_id: str, *, change: bool) -> ApiClient:
    check(tx.person, Permission.KEEP_API_CLIENTS)
    asked = select(api_client).where(api_client.c.id == client_id)
    row = tx.session.execute(asked.with_for_update() if change else asked).one_or_none()
    if row is None:
        raise NotFound("There is no such program.")
    return _client(row)


def _client(row: Row[Any]) -> ApiClient:
    facts = {column.name: getattr(row, column.name) for column in _CLIENT}
    return ApiClient(**{**facts, "scopes": tuple(row.scopes)}, revoked=_revoked(row))


def _key(row: Row[Any]) -> ApiKey:
    return ApiKey(**{column.name: getattr(row, column.name) for column in _KEY}, revoked=_revoked(row))


def _revoked(row: Row[Any]) -> Ending | None:
    if row.revoked_at is None:
        return None
    return Ending(row.revoked_at, row.revoked_by_name, row.revoked_because)
