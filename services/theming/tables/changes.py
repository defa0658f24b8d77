"""How often what statistics count has changed: what was worked out of it holds until the next change.

Counted by the database itself, whoever writes and whichever way, in the transaction that changes something.
In several rows, so that nobody waits for another who is writing: each takes one that is free. Their sum grows
with every change.
"""

from sqlalchemy import DDL, BigInteger, Column, Identity, Integer, Table, event

from services.theming.tables.confirming import theme_decision
from services.theming.tables.facts import case_fact_version
from services.theming.tables.metadata import metadata

statistics_change = Table(
    "statistics_change",
    metadata,
    Column("number", Integer, Identity(), primary_key=True),
    Column("changes", BigInteger, nullable=False),
)

# In the schema that serves, by name: tables made by a rebuild move there and keep their triggers. Each counts
# in its own schema.
COUNT_CHANGE = """
    CREATE OR REPLACE FUNCTION public.count_statistics_change() RETURNS trigger LANGUAGE plpgsql AS
    $$ DECLARE
      counts text := quote_ident(TG_TABLE_SCHEMA) || '.statistics_change';
      found integer;
    BEGIN
      EXECUTE 'UPDATE ' || counts || ' SET changes = changes + 1 WHERE number = ('
        'SELECT number FROM ' || counts || ' ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED)';
      GET DIAGNOSTICS found = ROW_COUNT;
      IF found = 0 THEN
        EXECUTE 'INSERT INTO ' || counts || ' (changes) VALUES (1)';
      END IF;
      RETURN NULL;
    END $$
    """


def counted(table: str) -> str:
    """The statement by which changes of a table are counted."""
    return (
        f"CREATE TRIGGER {table}_is_counted AFTER INSERT OR UPDATE OR DELETE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION public.count_statistics_change()"
    )


for _table in (case_fact_version, theme_decision):
    for _statement in (COUNT_CHANGE, counted(_table.name)):
        event.listen(_table, "after_create", DDL(_statement))  # type: ignore[no-untyped-call]
