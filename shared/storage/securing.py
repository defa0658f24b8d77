"""Rights of the application's role and rules about rows, put into a database by the role that owns it.

Compared first: what stands already is left alone, so that nobody's work waits for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from hashlib import sha256

from psycopg import sql
from sqlalchemy import Connection, text

from shared.storage.row_security import RowSecurity, Rule

POLICY = "rows"
#: What says which migrations have been made: read by whoever starts, changed by the owner.
OF_MIGRATIONS = "alembic_version"
_TABLES = text("SELECT tablename FROM pg_tables WHERE schemaname = :schema")
_GRANTED = text(
    "SELECT c.relname, a.privilege_type FROM pg_class c, aclexplode(c.relacl) a"
    " WHERE c.relnamespace = to_regnamespace(:schema) AND c.relkind IN ('r', 'p')"
    " AND a.grantee = (SELECT oid FROM pg_roles WHERE rolname = :role)"
)
_RULED = text(
    "SELECT c.relname, obj_description(p.oid, 'pg_policy') AS mark, c.relrowsecurity AS enabled"
    " FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
    " WHERE c.relnamespace = to_regnamespace(:schema)"
)


def secure(security: RowSecurity, role: str, connection: Connection, schema: str = "public") -> None:
    """Rights and rules on the tables of ``schema`` that are there, each in a transaction of its own.

    A rule stands before anybody may come in.
    """
    with connection.begin():
        put_functions(connection, security)
    rule_rows(connection, security, schema)
    if role != connection.engine.url.username:
        with connection.begin():
            let_in(connection, security, role, schema)


def let_in(connection: Connection, security: RowSecurity, role: str, schema: str = "public") -> None:
    """Give the application's ``role`` its rights on the tables of ``schema`` that are there, and take others.

    Runs as the role that owns the tables.
    """
    there = set(connection.scalars(_TABLES, {"schema": schema}))
    granted = _granted(connection, schema, role)
    wanted = {name: security.rights_on(name) for name in security.tables if name in there}
    if OF_MIGRATIONS in there:
        wanted[OF_MIGRATIONS] = frozenset({"SELECT"})
    statements = list(_entry(schema, role)) if not granted and schema == "public" else []
    for name in sorted(wanted.keys() | granted.keys()):
        statements += _changed(schema, name, role, granted[name], wanted.get(name, frozenset()))
    for statement in statements:
        connection.exec_driver_sql(statement)


def _granted(connection: Connection, schema: str, role: str) -> Mapping[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for table, right in connection.execute(_GRANTED, {"schema": schema, "role": role}):
        found[table].add(right)
    return found


def _entry(schema: str, role: str) -> Iterable[str]:
    identifier = sql.Identifier(role).as_string()
    yield f"GRANT USAGE ON SCHEMA {schema} TO {identifier}"


def _changed(schema: str, table: str, role: str, has: Iterable[str], due: Iterable[str]) -> Iterable[str]:
    place, to = sql.Identifier(schema, table).as_string(), sql.Identifier(role).as_string()
    if more := sorted(set(due) - set(has)):
        yield f"GRANT {', '.join(more)} ON {place} TO {to}"
    if less := sorted(set(has) - set(due)):
        yield f"REVOKE {', '.join(less)} ON {place} FROM {to}"


def rule_rows(connection: Connection, security: RowSecurity, schema: str = "public") -> None:
    """Put the rules on the tables of ``schema`` that are there; a rule that has gone is taken off.

    A table that changes its rule is locked for a moment, each in its turn.
    """
    with connection.begin():
        there = set(connection.scalars(_TABLES, {"schema": schema}))
        found = connection.execute(_RULED, {"schema": schema}).all()
    ruled = {row.relname: row.mark if row.enabled else "" for row in found}
    for name in sorted(there):
        due = security.rules.get(name)
        if (_mark(due) if due else None) != ruled.get(name):
            with connection.begin():
                for statement in _ruling(sql.Identifier(schema, name).as_string(), due):
                    connection.exec_driver_sql(statement)


def put_functions(connection: Connection, security: RowSecurity) -> None:
    """What the rules, and some queries, ask of the owner."""
    for function in security.functions:
        connection.exec_driver_sql(function)


def _mark(rule: Rule) -> str:
    """What a rule is recognised by: PostgreSQL keeps it in words of its own."""
    return sha256(f"{rule.reads}\n{rule.checked}".encode()).hexdigest()


def _ruling(place: str, rule: Rule | None) -> Iterable[str]:
    yield f"DROP POLICY IF EXISTS {POLICY} ON {place}"
    if rule is None:
        yield f"ALTER TABLE {place} DISABLE ROW LEVEL SECURITY"
        return
    yield f"CREATE POLICY {POLICY} ON {place} USING ({rule.reads}) WITH CHECK ({rule.checked})"
    yield f"COMMENT ON POLICY {POLICY} ON {place} IS '{_mark(rule)}'"
    yield f"ALTER TABLE {place} ENABLE ROW LEVEL SECURITY"
