"""Tables whose rows are only ever added: the database itself refuses to change, delete or empty them."""

from sqlalchemy import DDL, Table, event

# In the schema that serves, by name: tables made by a rebuild move there and keep their triggers.
KEEP_ROWS = """
    CREATE OR REPLACE FUNCTION public.keep_rows() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'a row of this table is never changed or removed'; END $$
    """


def keep_rows(*tables: Table) -> None:
    """Let rows of these tables be added and nothing else."""
    for table in tables:
        for statement in (KEEP_ROWS, kept(table.name)):
            event.listen(table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]


def kept(table: str) -> str:
    """The statement that keeps the rows of a table."""
    return (
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION public.keep_rows()"
    )
