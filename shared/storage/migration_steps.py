"""Steps of migrations that take long, done beside the traffic instead of with a lock that holds it up."""

# allow everywhere sql-of-texts: names and limits that our own migrations write; SET takes no parameters

from typing import Any

from alembic import op

# Neither wait stops anybody from reading or writing: PostgreSQL, "Building Indexes Concurrently".
LOCK_MINUTES = 5
STATEMENT_MINUTES = 60


def index_beside_traffic(name: str, table: str, columns: list[Any], **options: Any) -> None:
    """Create an index on a table in use, concurrently; what an attempt that broke off left is dropped first.

    ``options`` are those of ``op.create_index``. It commits what precedes: give it a migration of its own.
    """
    with op.get_context().autocommit_block():
        op.execute(f"SET lock_timeout = '{LOCK_MINUTES}min'")
        op.execute(f"SET statement_timeout = '{STATEMENT_MINUTES}min'")
        op.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
        op.create_index(name, table, columns, postgresql_concurrently=True, **options)
        op.execute("RESET statement_timeout")
        op.execute("RESET lock_timeout")
