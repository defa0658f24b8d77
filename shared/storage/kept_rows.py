"""Tables whose rows are only ever added: the database itself refuses to change, delete or empty them."""

from dataclasses import dataclass

from sqlalchemy import DDL, Table, event


@dataclass(frozen=True)
class Keeping:
    """How a service's database keeps rows: by a function of this name, which refuses in these words.

    ``asks_first``: what lets a change pass (``shared/storage/disposal_rules.py`` alone gives one).
    """

    function: str
    refusal: str
    asks_first: str = ""

    @property
    def definition(self) -> str:
        """The statement that makes the function."""
        return f"""
    CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN {self.asks_first} RAISE EXCEPTION '{self.refusal}'; END $$
    """

    def kept(self, table: str) -> str:
        """The statement that keeps the rows of a table."""
        return (
            f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {self.function}()"
        )

    def keep_rows(self, *tables: Table) -> None:
        """Let rows of these tables be added and nothing else, by whatever route somebody comes."""
        for table in tables:
            for statement in (self.definition, self.kept(table.name)):
                event.listen(table, "after_create", DDL(statement))  # type: ignore[no-untyped-call]
