"""The two tables that say who may see a restricted case: one row that holds for a case, and broken glass.

All that a policy of the database needs is in them: ``case_restriction`` (``people`` holds ``{"id", "name"}``;
it holds while ``lifted_at`` is null) and ``break_glass`` (open while ``opened``, ``ended_at`` is null and now
is before ``until``).
"""

from sqlalchemy import (
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Identity,
    Index,
    MetaData,
    Table,
    Text,
    event,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.storage import Instant
from shared.storage.disposal_rules import DISPOSAL_MAY
from shared.storage.kernel_tables import NAMING

_ONE_FOR_ALL = MetaData(naming_convention=NAMING)

case_restriction = Table(
    "case_restriction",
    _ONE_FOR_ALL,
    Column("id", BigInteger, Identity(), primary_key=True),
    Column("case_reference", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("people", JSONB, nullable=False),
    Column("restricted_by", Text, nullable=False),
    Column("restricted_by_name", Text, nullable=False),
    Column("restricted_at", Instant, nullable=False),
    Column("lifted_by", Text, nullable=False, server_default=""),
    Column("lifted_by_name", Text, nullable=False, server_default=""),
    Column("lifted_at", Instant),
    Column("lifted_because", Text, nullable=False, server_default=""),
    CheckConstraint("lifted_at IS NULL OR lifted_by <> ''", name="lifting_has_a_person"),
)
Index(
    "uq_case_restriction_that_holds",
    case_restriction.c.case_reference,
    unique=True,
    postgresql_where=case_restriction.c.lifted_at.is_(None),
)

break_glass = Table(
    "break_glass",
    _ONE_FOR_ALL,
    Column("id", Text, primary_key=True),
    Column("case_reference", Text, nullable=False, index=True),
    Column("reason", Text, nullable=False),
    Column("person_id", Text, nullable=False, index=True),
    Column("person_name", Text, nullable=False),
    Column("broken_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),
    Column("opened", Boolean, nullable=False),
    Column("ended_at", Instant),
    Column("acknowledged_at", Instant),
    Column("acknowledged_by", Text, nullable=False, server_default=""),
    Column("acknowledged_by_name", Text, nullable=False, server_default=""),
    CheckConstraint("acknowledged_by <> person_id", name="nobody_acknowledges_their_own"),
    CheckConstraint("until > broken_at", name="ends_after_it_begins"),
    CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by = '')", name="acknowledged_by_somebody"),
)

# Once each: what was written stays, what is still open is filled in, and nothing else ever changes.
_FILLED_IN = {
    "case_restriction": (("lifted_at",), ("lifted_by", "lifted_by_name", "lifted_because")),
    "break_glass": (
        ("ended_at", "acknowledged_at"),
        ("acknowledged_by", "acknowledged_by_name"),
    ),
}


def kept_by_the_database(table: str) -> tuple[str, ...]:
    """The triggers that keep the history of a table, for its making and for its migration."""
    instants, with_them = _FILLED_IN[table]
    still_open = [f"(OLD.{name} IS NOT NULL AND NEW.{name} IS DISTINCT FROM OLD.{name})" for name in instants]
    still_open += [f"(OLD.{name} <> '' AND NEW.{name} <> OLD.{name})" for name in with_them]
    free = ", ".join(f"'{name}'" for name in (*instants, *with_them))
    return (
        f"""
    CREATE OR REPLACE FUNCTION keep_{table}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN
      {DISPOSAL_MAY}
      IF TG_OP IN ('DELETE', 'TRUNCATE') THEN
        RAISE EXCEPTION 'who could see a case is never removed';
      END IF;
      IF {" OR ".join(still_open)}
         OR to_jsonb(NEW) - ARRAY[{free}] <> to_jsonb(OLD) - ARRAY[{free}] THEN
        RAISE EXCEPTION 'who could see a case is never changed';
      END IF;
      RETURN NEW;
    END $$
    """,
        f"""
    CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table}
    FOR EACH ROW EXECUTE FUNCTION keep_{table}()
    """,
        f"""
    CREATE TRIGGER {table}_is_not_emptied BEFORE TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION keep_{table}()
    """,
    )


def add_restrictions(metadata: MetaData) -> None:
    """Give a service's database the tables and the triggers that keep them."""
    for table in (case_restriction, break_glass):
        added = table.to_metadata(metadata)
        for statement in kept_by_the_database(table.name):
            event.listen(added, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
