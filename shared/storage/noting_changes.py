"""The triggers that note each changed row, put into a database by the role that owns it.

A trigger sees every statement, by whatever way it comes: no action can forget it, and nothing is asked of
the application but to take the notes (``shared/storage/telling_changes.py``). It looks only where the session
says that it takes them: a version before does not. A function that runs with the rights of the owner, as the
disposal of a case does, accounts for itself. Compared first: what stands already is left alone.
"""

from collections.abc import Iterable
from hashlib import sha256

from psycopg import sql
from sqlalchemy import Connection, text

from shared.storage.recorded_columns import Recorded, RecordedTable

TRIGGER = "changes_are_noted"
CASE = ("case_reference", "reference")  # a table's column of the case, the first that it has
_FUNCTION = """
CREATE OR REPLACE FUNCTION public.note_change() RETURNS trigger LANGUAGE plpgsql AS $note$
DECLARE
  plain text[] := TG_ARGV[0]::text[];
  digested text[] := TG_ARGV[1]::text[];
  names text[] := TG_ARGV[2]::text[];
  was jsonb := CASE WHEN TG_OP = 'INSERT' THEN '{}' ELSE to_jsonb(OLD) END;
  became jsonb := CASE WHEN TG_OP = 'DELETE' THEN '{}' ELSE to_jsonb(NEW) END;
  noted record;
BEGIN
  IF current_user <> session_user THEN RETURN NULL; END IF;
  SELECT
    coalesce(jsonb_object_agg(key, was -> key) FILTER (WHERE open AND was ? key), '{}') AS was,
    coalesce(jsonb_object_agg(key, became -> key) FILTER (WHERE open AND became ? key), '{}') AS became,
    coalesce(jsonb_object_agg(key, public.hidden_value(was -> key))
      FILTER (WHERE NOT open AND was ? key), '{}') AS hidden_was,
    coalesce(jsonb_object_agg(key, public.hidden_value(became -> key))
      FILTER (WHERE NOT open AND became ? key), '{}') AS hidden_became,
    count(*) AS columns
  INTO noted
  FROM (SELECT unnest(plain) AS key, true AS open UNION ALL SELECT unnest(digested), false) AS columns
  WHERE was -> key IS DISTINCT FROM became -> key;
  IF noted.columns = 0 THEN RETURN NULL; END IF;
  INSERT INTO public.change_waiting (transaction_id, table_name, how, named, of_case, was, became,
                                     hidden_was, hidden_became)
  VALUES (pg_current_xact_id()::text::bigint, TG_TABLE_NAME, TG_OP,
          (SELECT jsonb_object_agg(name, (was || became) -> name) FROM unnest(names) AS name),
          (was || became) ->> TG_ARGV[3], noted.was, noted.became, noted.hidden_was, noted.hidden_became);
  RETURN NULL;
END $note$
"""
_HIDDEN = """
CREATE OR REPLACE FUNCTION public.hidden_value(value jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE AS
$$ SELECT CASE value WHEN 'null' THEN value
   ELSE to_jsonb(encode(sha256(convert_to(value::text, 'UTF8')), 'hex')) END $$
"""
_TABLES = text("""
    SELECT c.relname AS name, a.attname AS column, a.attnum = ANY(i.indkey) AS is_key
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relnamespace = to_regnamespace(:schema) AND c.relkind IN ('r', 'p') ORDER BY c.relname, a.attnum
""")
_NOTED = text("""
    SELECT c.relname, obj_description(t.oid, 'pg_trigger')
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
    WHERE t.tgname = :trigger AND c.relnamespace = to_regnamespace(:schema)
""")


def note_changes(recorded: Recorded, connection: Connection, schema: str = "public") -> None:
    """The triggers of the tables of ``schema`` that are there, each in a transaction of its own."""
    with connection.begin():
        for function in (_HIDDEN, _FUNCTION):
            connection.exec_driver_sql(function)
        there = _columns(connection, schema)
        found = connection.execute(_NOTED, {"trigger": TRIGGER, "schema": schema}).tuples()
        noted: dict[str, str | None] = dict(found.all())
    for table in sorted(there):
        due = _arguments(recorded.tables[table], there[table]) if table in recorded.tables else None
        mark = sha256(repr(due).encode()).hexdigest() if due else None
        if noted.get(table) != mark:
            place = sql.Identifier(schema, table).as_string()
            with connection.begin():
                for statement in _noting(place, due, mark):
                    connection.exec_driver_sql(statement)


def _columns(connection: Connection, schema: str) -> dict[str, dict[str, bool]]:
    """The columns of each table, and whether they name its rows."""
    there: dict[str, dict[str, bool]] = {}
    for table, column, is_key in connection.execute(_TABLES, {"schema": schema}):
        there.setdefault(table, {})[column] = bool(is_key)
    return there


def _arguments(recorded: RecordedTable, columns: dict[str, bool]) -> tuple[str, str, str, str]:
    case = next((name for name in CASE if name in columns and name in recorded.plain), "")
    named = [name for name, is_key in columns.items() if is_key]
    kept = ([name for name in some if name in columns] for some in (recorded.plain, recorded.digested))
    return (*map(_list, kept), _list(named), case)  # type: ignore[return-value]


def _list(names: Iterable[str]) -> str:
    return "{" + ",".join(names) + "}"


def _noting(place: str, arguments: tuple[str, ...] | None, mark: str | None) -> Iterable[str]:
    yield f"DROP TRIGGER IF EXISTS {TRIGGER} ON {place}"
    if arguments is None:
        return
    given = ", ".join(sql.Literal(each).as_string() for each in arguments)
    yield (
        f"CREATE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON {place} FOR EACH ROW"
        f" WHEN (current_setting('cdr.noting', true) = 'on') EXECUTE FUNCTION public.note_change({given})"
    )
    yield f"COMMENT ON TRIGGER {TRIGGER} ON {place} IS '{mark}'"
