"""Logout tokens are acted on once."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert

from shared.accounts.tables import used_logout_token
from shared.storage import Database


def use_once(database: Database, *, issuer: str, token_id: str, until: datetime, at: datetime) -> bool:
    """Whether a token (its "jti") is used for the first time; until ``until`` it is not a second time."""
    digest = sha256(f"{issuer}\n{token_id}".encode()).hexdigest()
    with database.engine.begin() as connection:
        connection.execute(delete(used_logout_token).where(used_logout_token.c.until < at))
        first = insert(used_logout_token).values(token_hash=digest, until=until).on_conflict_do_nothing()
        return connection.scalar(first.returning(used_logout_token.c.until)) is not None
