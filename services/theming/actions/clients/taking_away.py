"""How it is written down that access was taken away."""

from sqlalchemy import Table, Update, update

from shared.storage import Transaction


def revoked_now(tx: Transaction, table: Table, because: str) -> Update:
    return update(table).values(
        revoked_at=tx.at,
        revoked_by=tx.person.id,
        revoked_by_name=tx.person.name,
        revoked_because=because,
    )
