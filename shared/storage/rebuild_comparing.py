"""What the log implies beside what is stored: rows missing, too many or different; never their values."""

# allow everywhere sql-of-texts: the names are those of our own tables and schemas; nobody sends one
# ruff: noqa: S608 (the names are those of our own tables and schemas; nobody sends one)

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from shared.storage.rebuild_schema import LIVE, MADE, SCHEMAS
from shared.storage.rebuilding import Compared, Rebuilding

MISSING, EXTRA, DIFFERENT = "missing", "extra", "different"
FEW = 50  # named one by one; the others are counted


@dataclass(frozen=True)
class Difference:
    """One row that is stored otherwise than the log implies. ``columns`` are names of what differs."""

    table: str
    case: str
    kind: str
    columns: tuple[str, ...] = ()

    def __str__(self) -> str:
        columns = f" ({', '.join(self.columns)})" if self.columns else ""
        return f"{self.case}: {self.table} {self.kind}{columns}"


@dataclass
class Comparison:
    """Differences counted by table and kind, the first of them, and what could not be judged or is lost.

    ``not_compared``: cases of which an event was on its way. ``gone``: events that were handled and are not
    on the log. ``failing``: events that were handled and cannot be handled any more.
    """

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    first: list[Difference] = field(default_factory=list)
    not_compared: int = 0
    gone: int = 0
    failing: int = 0

    @property
    def agrees(self) -> bool:
        return not (self.counts or self.gone or self.failing)

    def add(self, difference: Difference) -> None:
        self.counts[difference.table, difference.kind] += 1
        if len(self.first) < FEW:
            self.first.append(difference)


def compare(connection: Connection, rebuilding: Rebuilding) -> Comparison:
    """Compare the live tables with those made, in the snapshot of ``connection``."""
    unsettled = _unsettled(connection, rebuilding)
    gone, failing = lost(connection)
    found = Comparison(not_compared=len(unsettled), gone=gone, failing=failing)
    for one in rebuilding.compared:
        for difference in _differences(connection, one):
            if difference.case not in unsettled:
                found.add(difference)
    return found


def lost(connection) -> tuple[int, int]:  # type: ignore[no-untyped-def]
    """How many events were handled and are not on the log, and how many cannot be handled any more."""
    return (connection.scalar(_sql(_GONE)) or 0, connection.scalar(_sql(_FAILING)) or 0)


def row_counts(connection: Connection, tables: list[str], schema: str = LIVE) -> dict[str, int]:
    return {
        table: connection.scalar(text(f'SELECT count(*) FROM {schema}."{table}"')) or 0 for table in tables
    }


def _unsettled(connection: Connection, rebuilding: Rebuilding) -> set[str]:
    """Cases of which an event arrived meanwhile, is parked, has not left, or waits for a step."""
    asked = (_UNHEARD, _UNPUBLISHED, rebuilding.unfinished)
    return {case for one in asked if one for case in connection.scalars(_sql(one))}


def _differences(connection: Connection, compared: Compared) -> Iterator[Difference]:
    columns = list(compared.columns)
    options = {"stream_results": True, "yield_per": 1000}
    for row in connection.execute(text(_beside(compared)), execution_options=options):
        case, is_live, is_made, *differs = row
        kind = DIFFERENT if is_live and is_made else EXTRA if is_live else MISSING
        names = [name for name, different in zip(columns, differs, strict=True) if different]
        yield Difference(compared.table, case, kind, tuple(names) if kind == DIFFERENT else ())


def _beside(compared: Compared) -> str:
    """One statement: rows of both schemas side by side by their key, those that differ."""
    keys = [*compared.key, *(["copy"] if compared.repeats else [])]
    same = " AND ".join(f'l."k {name}" = m."k {name}"' for name in keys)
    differs = [f'l."c {name}" IS DISTINCT FROM m."c {name}"' for name in compared.columns]
    case = f'"k {next(iter(compared.key))}"'
    shown = ", ".join([f"coalesce(l.{case}, m.{case})", "l.here IS NOT NULL", "m.here IS NOT NULL", *differs])
    conditions = " OR ".join(["l.here IS NULL", "m.here IS NULL", *differs])
    return (
        f"SELECT {shown} FROM ({_rows(compared, LIVE)}) l FULL JOIN ({_rows(compared, MADE)}) m ON {same}"
        f" WHERE {conditions} ORDER BY 1"
    )


def _rows(compared: Compared, schema: str) -> str:
    keys = [f'{sql} AS "k {name}"' for name, sql in compared.key.items()]
    columns = [f'{sql} AS "c {name}"' for name, sql in compared.columns.items()]
    copy = f'row_number() OVER (PARTITION BY {", ".join(compared.key.values())}) AS "k copy"'
    selected = [*keys, *columns, "true AS here", *([copy] if compared.repeats else [])]
    joined = compared.joined.format(schema=schema)
    return f'SELECT {", ".join(selected)} FROM {schema}."{compared.table}" t {joined} WHERE {compared.where}'


def _sql(statement: str):  # type: ignore[no-untyped-def]
    return text(statement.format(**SCHEMAS))


_UNHEARD = """
    SELECT DISTINCT key FROM {made}.unheard u WHERE NOT EXISTS (
      SELECT FROM {live}.dead_letter d WHERE d.event_id = u.event_id AND d.settled_how = 'dropped')
"""
_UNPUBLISHED = "SELECT DISTINCT key FROM {live}.outbox WHERE published_at IS NULL"
_GONE = """
    SELECT count(*) FROM {live}.inbox i
    WHERE NOT EXISTS (SELECT FROM {made}.inbox m WHERE m.event_id = i.event_id)
    AND NOT EXISTS (SELECT FROM {made}.dead_letter d WHERE d.event_id = i.event_id)
"""
_FAILING = """
    SELECT count(*) FROM {made}.dead_letter d
    WHERE EXISTS (SELECT FROM {live}.inbox i WHERE i.event_id = d.event_id)
"""
