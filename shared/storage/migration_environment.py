"""What each service's Alembic ``env.py`` runs: the service's metadata on the connection it is given."""

from typing import Any, Literal

from alembic import context
from sqlalchemy import MetaData
from sqlalchemy.types import TypeDecorator


def run(metadata: MetaData) -> None:
    """Run migrations on the connection in the configuration's attributes, each in a transaction of its own.

    So a lock is held for one step, not for all that follow.
    """
    connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_item=_as_stored,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


def _as_stored(kind: str, item: Any, autogen_context: Any) -> str | Literal[False]:
    """A migration names the type a column is stored as, not our class around it, which may move."""
    if kind == "type" and isinstance(item, TypeDecorator):
        name = type(item.impl_instance).__name__
        return f"postgresql.{name}()" if name.startswith("JSON") else f"sa.{name}()"
    return False
