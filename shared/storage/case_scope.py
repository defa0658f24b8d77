"""What is closed to who looks is not there: restricted cases are taken out of every read of a service.

``CaseScope`` says how the rows of each table belong to a case. Before a statement of a Transaction is carried
out, its person's closed cases are found (once for a transaction), and each table that the statement reads,
wherever in it, is narrowed to the rows of other cases. So no list, count, search or join can forget to.
Where nothing is restricted, and for the system and whoever holds a link, statements are left as they are.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Alias,
    Column,
    ColumnElement,
    FromClause,
    Join,
    MetaData,
    Select,
    String,
    Table,
    Text,
    and_,
    cast,
    func,
    literal,
    not_,
    null,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import ORMExecuteState, Session
from sqlalchemy.sql import visitors

from shared.errors import OnlyLooking
from shared.people import Relation, bound_by_restrictions, closed_by_restriction, looks_only

if TYPE_CHECKING:
    from shared.storage.transaction import Transaction

References = Sequence[str]
#: Given the table as a statement has it (itself or an alias) and the closed cases: which rows are open.
Rule = Callable[[FromClause, References], ColumnElement[bool]]
_KEPT = "case standing"


def by(*columns: str) -> Rule:
    """Rows of the cases whose references stand in these columns; a blank one belongs to no case."""

    def rule(rows: FromClause, closed: References) -> ColumnElement[bool]:
        named = (rows.c[name] for name in columns)
        return and_(*(or_(column.is_(None), column.not_in(closed)) for column in named))

    return rule


def listing(column: str) -> Rule:
    """Rows that list references in a JSON array: closed with any one of them."""

    def rule(rows: FromClause, closed: References) -> ColumnElement[bool]:
        listed = rows.c[column]
        any_of = listed.has_any(cast(list(closed), ARRAY(Text)))
        return or_(listed.is_(None), not_(any_of))

    return rule


def mentioning(*columns: str) -> Rule:
    """Rows whose text, or JSON as text, says a reference."""

    def rule(rows: FromClause, closed: References) -> ColumnElement[bool]:
        texts = [func.coalesce(cast(rows.c[name], Text), "") for name in columns]
        return and_(*(func.strpos(text, each) == 0 for text in texts for each in closed))

    return rule


def through(column: str, parent: Table, parent_column: str, parents: Rule) -> Rule:
    """Rows that belong to a row of another table, which belongs to a case."""

    def rule(rows: FromClause, closed: References) -> ColumnElement[bool]:
        of_closed = select(parent.c[parent_column]).where(not_(parents(parent, closed)))
        return or_(rows.c[column].is_(None), rows.c[column].not_in(of_closed))

    return rule


def every(*rules: Rule) -> Rule:
    return lambda rows, closed: and_(*(each(rows, closed) for each in rules))


@dataclass(frozen=True)
class Standing:
    """How one person stands to the restricted cases at one moment: relations by case reference.

    ``glass``: id and reason of the glass this person has broken, by case; ``until``: how long each case is
    open by it. ``restricted_as``: of a reference closed along with another, the one that was restricted.
    """

    relations: Mapping[str, frozenset[Relation]] = field(default_factory=dict)
    glass: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    until: Mapping[str, datetime] = field(default_factory=dict)
    closed: References = ()
    restricted_as: Mapping[str, str] = field(default_factory=dict)

    def check_may_act(self, *cases: str) -> None:
        """Whoever sees a case by broken glass alone looks at it, and does nothing. Raises OnlyLooking."""
        if any(looks_only(self.relations.get(case, ())) for case in cases):
            raise OnlyLooking


@dataclass(frozen=True)
class CaseScope:
    """How the tables of a service belong to cases. ``root``: the table of cases and its reference.

    ``special``: rules of tables that say their case in another way than by a column ``case_reference`` or a
    foreign key. ``along``: further references that are the same child's as restricted ones. ``only``: tables
    that are narrowed, where not all are; a service without ``break_glass`` knows no broken glass.
    """

    metadata: MetaData
    root: Column[str]
    special: Mapping[str, Rule] = field(default_factory=dict)
    along: Callable[[References], Select[str, str]] | None = None
    open_tables: frozenset[str] = frozenset({"case_restriction", "break_glass", "outbox", "inbox"})
    only: frozenset[str] | None = None
    _rules: dict[str, Rule | None] = field(default_factory=dict)

    def rule_of(self, table: Table) -> Rule | None:
        """How its rows belong to cases; None where they belong to none."""
        if table.name not in self._rules:
            self._rules[table.name] = self._found(self.metadata.tables[table.name])
        return self._rules[table.name]

    def _found(self, table: Table) -> Rule | None:
        if table.name in self.open_tables or (self.only is not None and table.name not in self.only):
            return None
        if table.name in self.special:
            return self.special[table.name]
        if columns := [column.name for column in table.columns if self._is_reference(column)]:
            return by(*columns)
        for key in (key for column in table.columns for key in column.foreign_keys):
            parent = key.column.table
            if parent is not table and (rule := self.rule_of(parent)) is not None:
                return through(key.parent.name, parent, key.column.name, rule)
        return None

    def _is_reference(self, column: Column[Any]) -> bool:
        to_root = any(key.column is self.root for key in column.foreign_keys)
        return to_root or column is self.root or column.name == "case_reference"


_SCOPES: dict[str, CaseScope] = {}


def scope_cases(service: str, scope: CaseScope) -> None:
    """From now on the reads of this service leave out what is closed to who looks."""
    _SCOPES[service] = scope


def scope_of(service: str) -> CaseScope | None:
    return _SCOPES.get(service)


def standing_of(tx: "Transaction") -> Standing:
    """How the person who acts stands to the restricted cases; asked once for a person and transaction."""
    scope = _SCOPES.get(tx.service)
    if scope is None:
        return Standing()
    kept = tx.session.info.setdefault(_KEPT, {})
    if (tx.person.id, tx.person.roles) not in kept:
        kept[tx.person.id, tx.person.roles] = _asked(tx, scope)
    return kept[tx.person.id, tx.person.roles]


def ask_again(tx: "Transaction") -> None:
    """After this transaction has changed who may see: the next read goes by what now holds."""
    tx.session.info.pop(_KEPT, None)


@contextmanager
def for_the_record(tx: "Transaction") -> "Iterator[Transaction]":
    """The same transaction, whose reads leave nothing out: for what is written whole, and never for a page.

    What it has loaded is its own; it sees what was written before, and writes nothing itself.
    """
    tx.session.flush()
    with tx.seen_by_the_system():
        yield replace(tx, session=Session(tx.session.connection(), expire_on_commit=False))


def _asked(tx: "Transaction", scope: CaseScope) -> Standing:
    if not bound_by_restrictions(tx.person):
        return Standing()
    relations: dict[str, frozenset[Relation]] = {}
    glass: dict[str, tuple[str, str]] = {}
    until: dict[str, datetime] = {}
    # Not through the session: this is what its reads go by.
    connection = tx.session.connection()
    for row in connection.execute(_question(scope.metadata, tx)):
        held = {Relation.RESTRICTED} | ({Relation.NAMED} if row.named else set())
        if row.glass:
            held.add(Relation.BROKEN_GLASS)
            glass[row.case_reference] = (row.glass, row.reason)
            until[row.case_reference] = row.until
        relations[row.case_reference] = frozenset(held)
    along: dict[str, str] = {}
    if relations and scope.along is not None:
        along = dict(connection.execute(scope.along(list(relations))).tuples().all())
    for also, of in along.items():
        relations[also] = relations.get(also, relations[of])
        if of in until:
            until.setdefault(also, until[of])
    closed = sorted(case for case, held in relations.items() if closed_by_restriction(tx.person, held))
    return Standing(relations, glass, until, tuple(closed), along)


def _question(metadata: MetaData, tx: "Transaction") -> Select[Any]:
    held = metadata.tables["case_restriction"]
    me = cast(literal(tx.person.id), String)
    named = held.c.people.contains(func.jsonb_build_array(func.jsonb_build_object("id", me))).label("named")
    asked = select(held.c.case_reference, named).where(held.c.lifted_at.is_(None))
    if "break_glass" not in metadata.tables:
        return asked.add_columns(null().label("glass"))
    broken = metadata.tables["break_glass"]
    mine = and_(
        broken.c.case_reference == held.c.case_reference,
        broken.c.person_id == tx.person.id,
        broken.c.opened,
        broken.c.ended_at.is_(None),
        broken.c.until > tx.at,
        broken.c.broken_at <= tx.at,
    )
    return asked.outerjoin_from(held, broken, mine).add_columns(
        broken.c.id.label("glass"), broken.c.reason, broken.c.until
    )


def narrow(state: ORMExecuteState) -> None:
    """Before a statement of a session is carried out: for sessionmaker's event ``do_orm_execute``."""
    tx = state.session.info.get("transaction")
    if tx is None or (scope := _SCOPES.get(tx.service)) is None:
        return
    if closed := standing_of(tx).closed:
        state.statement = narrowed(state.statement, scope, closed)


def narrowed(statement: Any, scope: CaseScope, closed: References) -> Any:
    """The statement without the rows of closed cases, in every select that it holds."""

    def visit(part: Any) -> None:
        open_rows = tuple(_open_rows(part, scope, closed))
        if open_rows:
            # On a copy that nobody else has: the generative form would leave it where it is.
            part._where_criteria += open_rows

    return visitors.cloned_traverse(statement, {}, {"select": visit, "update": visit, "delete": visit})


def _open_rows(part: Any, scope: CaseScope, closed: References) -> Iterator[ColumnElement[bool]]:
    read = part.get_final_froms() if isinstance(part, Select) else [part.table]
    for rows, table in (found for each in read for found in _tables_in(each)):
        if table.name in scope.metadata.tables and (rule := scope.rule_of(table)) is not None:
            yield rule(rows, closed)


def _tables_in(read: FromClause) -> Iterator[tuple[FromClause, Table]]:
    """Each table that a FROM names, as it is named there; what stands in a subquery is narrowed there."""
    if isinstance(read, Join):
        yield from _tables_in(read.left)
        yield from _tables_in(read.right)
    elif isinstance(read, Table):
        yield read, read
    elif isinstance(read, Alias) and isinstance(read.element, Table):
        yield read, read.element
