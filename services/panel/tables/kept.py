"""Tables whose rows are only ever added: the database itself refuses to change, delete or empty them."""

from sqlalchemy import DDL, Table, event

KEEP_HISTORY = """
    CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the history of a case is never changed or removed'; END $$
    """


def keep_rows(*tables: Table) -> None:
    """Let rows of these tables be added and nothing else, by whatever route somebody comes."""
    for table in tables:
        for statement in (KEEP_HISTORY, _kept(table.name)):
            event.listen(table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]


def _kept(table: str) -> str:
    return f"""
    CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
    FOR EACH STATEMENT EXECUTE FUNCTION keep_history()
    """
