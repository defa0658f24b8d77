"""Programs that ask the API, digests of their keys, and how often they asked. No key is in it."""

from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB

from services.theming.tables.metadata import metadata
from shared.storage import Instant


def _revoking() -> tuple[Column[object], ...]:
    return (
        Column("revoked_at", Instant),
        Column("revoked_by", Text, nullable=False, server_default=""),
        Column("revoked_by_name", Text, nullable=False, server_default=""),
        Column("revoked_because", Text, nullable=False, server_default=""),
    )


api_client = Table(
    "api_client",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("contact_post", Text, nullable=False),
    Column("scopes", JSONB, nullable=False),
    Column("per_hour", Integer, nullable=False),
    Column("per_day", Integer, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_by_name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    *_revoking(),
    CheckConstraint("per_hour >= 1 AND per_day >= per_hour", name="quota_known"),
    CheckConstraint("revoked_at IS NULL OR revoked_because <> ''", name="revoking_has_a_reason"),
)
Index(
    "uq_api_client_name_in_use",
    api_client.c.name,
    unique=True,
    postgresql_where=api_client.c.revoked_at.is_(None),
)

# ``digest``: SHA-256 of the secret, which is random. ``last_used_at`` is true to the minute.
api_client_key = Table(
    "api_client_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("client_id", ForeignKey("api_client.id"), nullable=False, index=True),
    Column("digest", Text, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("created_by_name", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("ends_on", Date),
    Column("last_used_at", Instant),
    *_revoking(),
    CheckConstraint("revoked_at IS NULL OR revoked_because <> ''", name="revoking_has_a_reason"),
)

# A row for each day in London on which a program asked: how often, and of it in its last hour.
api_client_use = Table(
    "api_client_use",
    metadata,
    Column("client_id", ForeignKey("api_client.id"), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("requests", Integer, nullable=False),
    Column("hour", Instant, nullable=False),
    Column("in_hour", Integer, nullable=False),
)

# In the schema that serves, by name: tables made by a rebuild move there and keep their triggers.
KEEP_CLIENTS = (
    """
    CREATE OR REPLACE FUNCTION public.keep_api_client() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a program that had access is never removed';
      END IF;
      IF OLD.id <> NEW.id OR OLD.created_at <> NEW.created_at
         OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
        RAISE EXCEPTION 'access that was taken away stays as it was';
      END IF;
      RETURN NEW;
    END $$
    """,
    """
    CREATE OR REPLACE FUNCTION public.keep_api_client_key() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      IF TG_OP <> 'UPDATE' THEN
        RAISE EXCEPTION 'a key is never removed';
      END IF;
      IF OLD.id <> NEW.id OR OLD.client_id <> NEW.client_id OR OLD.digest <> NEW.digest
         OR (OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS DISTINCT FROM OLD.revoked_at) THEN
        RAISE EXCEPTION 'a key stays as it was';
      END IF;
      RETURN NEW;
    END $$
    """,
)
for _table in (api_client, api_client_key):
    for _statement in (
        *(each for each in KEEP_CLIENTS if f"keep_{_table.name}()" in each),
        f"""
        CREATE TRIGGER {_table.name}_is_kept BEFORE UPDATE OR DELETE ON {_table.name}
        FOR EACH ROW EXECUTE FUNCTION public.keep_{_table.name}()
        """,
        f"""
        CREATE TRIGGER {_table.name}_is_not_emptied BEFORE TRUNCATE ON {_table.name}
        FOR EACH STATEMENT EXECUTE FUNCTION public.keep_{_table.name}()
        """,
    ):
        event.listen(_table, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
