"""What becomes of each table's rows when the record of a case is disposed of, and the function that does it.

A service writes a rule for every table it has; a test fails on a table without one. Of the rules a function
of the database is made, ``dispose_of_case``: it takes only a case that stands in ``disposed_case``, and does
to its rows what the rules say and nothing else. Triggers that keep rows let it pass, and only it: while it
works it stands in ``disposal_under_way`` with its transaction. It runs with the rights of who owns the tables
(SECURITY DEFINER), so that the application needs no right to remove anything. Done again it finds nothing
more to do.
"""

# ruff: noqa: S608 (the names are those of our own tables and schemas; nobody sends one)

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import DDL, Column, Connection, MetaData, Table, Text, event

from shared.storage.kept_rows import Keeping
from shared.storage.kernel_tables import NAMING, Instant

_TABLES = MetaData(naming_convention=NAMING)
_TOMBSTONES = Keeping("public.keep_tombstone", "that a record was disposed of is never changed or removed")
# The tombstones: which cases, under which disposal, since when here.
disposed_case = Table(
    "disposed_case",
    _TABLES,
    Column("case_reference", Text, primary_key=True),
    Column("disposal_id", Text, nullable=False),
    Column("disposed_at", Instant, nullable=False),
)
# Holds a row while the function works, within its transaction; nobody else ever sees one.
disposal_under_way = Table(
    "disposal_under_way",
    _TABLES,
    Column("transaction_id", Text, primary_key=True),
    Column("case_reference", Text, nullable=False),
)
OF_CASE = "case_reference = disposed"
# What every trigger that keeps rows asks first. Nothing is ever emptied whole.
DISPOSAL_MAY = """IF TG_OP <> 'TRUNCATE' AND EXISTS (SELECT FROM public.disposal_under_way
         WHERE transaction_id = pg_current_xact_id()::text) THEN RETURN coalesce(NEW, OLD); END IF;"""


@dataclass(frozen=True)
class Goes:
    """Rows are removed. ``where``: SQL in which ``disposed`` is the case; ``kind``: what they are."""

    kind: str
    where: str = OF_CASE


@dataclass(frozen=True)
class Emptied:
    """Rows stay for what is counted of them, without what ``columns`` hold: SQL by column."""

    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    where: str = OF_CASE


@dataclass(frozen=True)
class Stays:
    """Rows stay as they are, and why."""

    because: str


Rule = Goes | Emptied | Stays
Rules = Mapping[str, tuple[Rule, ...]]
# Of the tables that every service has. What stands in an outbox or is parked loses its words apart from this.
OF_EVERY_SERVICE: Rules = {
    "outbox": (Stays("events lose their words, and stay so that the log can be made again"),),
    "dead_letter": (Stays("parked events lose their words"),),
    "inbox": (Stays("ids of events, and no case"),),
    "relay_lease": (Stays("one row, about no case"),),
    "audit_entry": (Stays("who did what to which case and when, and no word of it"),),
    "audit_link": (Stays("digests of audit entries"),),
    "audit_seal": (Stays("signatures over digests of audit entries"),),
    "audit_reader": (Stays("who reads, and no case"),),
    "reading_day": (Stays("the days whose reading was looked at"),),
    "unusual_reading": (Stays("who read more than one would think, and no word of the case"),),
    "unusual_reading_review": (Stays("what the auditor found out about the reader"),),
    "change_waiting": (Stays("empty but within a transaction"),),
    "disposed_case": (Stays("the tombstone"),),
    "disposal_under_way": (Stays("empty but while a disposal works"),),
}


def kinds_of(rules: Rules, counted: Mapping[str, int]) -> dict[str, int]:
    """How many rows of each kind went or were emptied, from what the function gave."""
    found: dict[str, int] = {}
    for place, number in counted.items():
        table, _, at = place.partition("#")
        rule = rules[table][int(at)]
        if number and not isinstance(rule, Stays):
            found[rule.kind] = found.get(rule.kind, 0) + number
    return found


def add_disposal(metadata: MetaData, rules: Rules) -> None:
    """Add the two tables, and have the function made with all tables, in the schema they are made in."""
    for table in _TABLES.sorted_tables:
        table.to_metadata(metadata)
    for statement in (_TOMBSTONES.definition, _TOMBSTONES.kept("disposed_case")):
        event.listen(metadata.tables["disposed_case"], "after_create", DDL(statement))  # type: ignore[no-untyped-call]

    def make(_: Any, connection: Connection, **__: Any) -> None:
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
        connection.exec_driver_sql(function_of(rules, schema))

    event.listen(metadata, "after_create", make)


def tables_of_disposal() -> tuple[str, ...]:
    """The statements for a migration that keep tombstones."""
    return _TOMBSTONES.definition, _TOMBSTONES.kept("disposed_case")


def function_of(rules: Rules, schema: str = "public") -> str:
    """The statement that makes ``dispose_of_case``: it gives {table#rule: rows}."""
    return f"""CREATE OR REPLACE FUNCTION {schema}.dispose_of_case(disposed text) RETURNS jsonb
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $disposal$
DECLARE counted jsonb := '{{}}'; found bigint;
BEGIN
  IF NOT EXISTS (SELECT FROM disposed_case WHERE case_reference = disposed) THEN
    RAISE EXCEPTION 'no disposal of this case was approved';
  END IF;
  INSERT INTO public.disposal_under_way VALUES (pg_current_xact_id()::text, disposed);
{"".join(_steps(rules))}  DELETE FROM public.disposal_under_way
  WHERE transaction_id = pg_current_xact_id()::text;
  RETURN counted;
END $disposal$"""


def statements(rules: Rules) -> Iterator[tuple[str, str]]:
    """Each rule as a statement, with ``:disposed`` for the case, by table and number of the rule."""
    for table, its in rules.items():
        for number, rule in enumerate(its):
            if not isinstance(rule, Stays):
                yield f"{table}#{number}", _statement(table, rule).replace("disposed", ":disposed")


def _steps(rules: Rules) -> Iterator[str]:
    for table, its in rules.items():
        for number, rule in enumerate(its):
            if not isinstance(rule, Stays):
                yield f"  {_statement(table, rule)};\n"
                yield "  GET DIAGNOSTICS found = ROW_COUNT;\n"
                yield f"  counted := counted || jsonb_build_object('{table}#{number}', found);\n"


def _statement(table: str, rule: Goes | Emptied) -> str:
    if isinstance(rule, Goes):
        return f'DELETE FROM "{table}" WHERE {rule.where}'
    changed = ", ".join(f'"{column}" = {value}' for column, value in rule.columns.items())
    return f'UPDATE "{table}" SET {changed} WHERE {rule.where}'
