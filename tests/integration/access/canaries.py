"""What tells of one case: every text and moment that stands in its rows and nowhere else, with the tables."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Engine, Row, Select, Table, false, inspect, not_, select
from sqlalchemy.orm import Session

from shared.service import Service
from shared.storage import Transaction
from shared.storage.case_scope import Rule, by, scope_of
from tests.integration.access.leaks import REFERENCE

# Words of the product ("on_hold") stand in the rows of one case by chance.
SHORTEST, OF_THE_PRODUCT = (
    6,
    re.compile(r"[a-z0-9_.:-]{1,30}|[a-z_]+\.[a-z_]+|rules-\S+|[A-Z][a-z]+( [a-z]+){0,2}|\d{1,9}"),
)
#: Columns that hold words of the product, not of a case: versions, rules and single words.
_OF_NO_CASE = frozenset({"pipeline_version", "codebook", "rule_id", "terms", "words"})
_DEEPEST = 12


@dataclass
class Canaries:
    """By service: of each telling thing the case it tells of and the tables in which it stands."""

    cases: Mapping[str, frozenset[str]] = field(default_factory=dict)
    tables: Mapping[str, frozenset[str]] = field(default_factory=dict)
    references: frozenset[str] = frozenset()

    def told_by(self, shown: set[str], besides: set[str]) -> dict[str, frozenset[str]]:
        """Of what is shown, each thing that tells of cases, and of which; ``besides``: known before."""
        named = {each for words in shown for each in REFERENCE.findall(words)} & self.references
        told = {each: frozenset({each}) for each in named - besides}
        return told | {each: self.cases[each] for each in shown - besides if each in self.cases}


def canaries_of(service: Service, engine: Engine, references: frozenset[str]) -> Canaries:
    """Of everything that a service's database holds; ``references``: of every case."""
    ordered = sorted(references)
    cases: dict[str, set[str]] = defaultdict(set)
    tables: dict[str, set[str]] = defaultdict(set)
    nobodys: set[str] = set()
    with engine.connect() as connection:
        for table in service.metadata.tables.values():
            for row in connection.execute(_with_its_cases(service, table, ordered)):
                mine = {case for case, its in zip(ordered, row[-len(ordered) :], strict=True) if its}
                for words in strings_in(tuple(row[: -len(ordered)])):
                    tables[words].add(table.name)
                    (cases[words].update(mine) if mine else nobodys.add(words))
    told = {words: frozenset(of) for words, of in cases.items() if words not in nobodys and tells(words)}
    places = {words: frozenset(tables[words]) for words in {*told, *references}}
    return Canaries(told, places, references)


def tells(words: str) -> bool:
    return len(words) >= SHORTEST and not OF_THE_PRODUCT.fullmatch(words)


def _with_its_cases(service: Service, table: Table, references: list[str]) -> Select[Any]:
    rule = _rule_of(service, table)
    columns = [column for column in table.columns if _may_tell(column)]
    labels = (_is_of(rule, table, case).label(f"is_of_{n}") for n, case in enumerate(references))
    return select(*columns, *labels)


def _may_tell(column: Any) -> bool:
    return column.name not in _OF_NO_CASE and "VECTOR" not in str(column.type).upper()


def _is_of(rule: Rule | None, table: Table, case: str) -> ColumnElement[bool]:
    return not_(rule(table, [case])) if rule else false()


def _rule_of(service: Service, table: Table) -> Rule | None:
    scope = scope_of(service.name)
    assert scope is not None
    if table.name == "outbox":
        return by("key") if "key" in table.c else None
    return replace(scope, only=None, open_tables=frozenset({"inbox"}), _rules={}).rule_of(table)


def strings_in(value: Any, session: Session | None = None) -> set[str]:
    """Every text and moment in a value, however deep; selects are carried out."""
    found: set[str] = set()
    _gather(value, found, set(), session, 0)
    return found


def _gather(value: Any, found: set[str], met: set[int], session: Session | None, deep: int) -> None:
    if value is None or isinstance(value, bool | int | float | Enum | type | Transaction) or deep > _DEEPEST:
        if isinstance(value, Enum) and isinstance(value, str):
            found.add(str(value.value))
        return
    if isinstance(value, str):
        found.add(value)
    elif isinstance(value, datetime):
        found.add(f"{value:%Y-%m-%dT%H:%M:%S.%f}")
    elif isinstance(value, bytes):
        found.add(value.decode(errors="replace"))
    elif id(value) not in met:
        met.add(id(value))
        for part in _parts(value, session):
            _gather(part, found, met, session, deep + 1)


def _parts(value: Any, session: Session | None) -> Iterator[Any]:
    if isinstance(value, Select):
        yield from session.execute(value).all() if session else ()
    elif isinstance(value, Mapping):
        yield from value.keys()
        yield from value.values()
    elif isinstance(value, Row | list | tuple | set | frozenset) or hasattr(value, "__next__"):
        yield from value
    elif is_dataclass(value):
        yield from (getattr(value, each.name, None) for each in fields(value))
        yield from vars(value).values() if hasattr(value, "__dict__") else ()
    elif hasattr(value, "__dict__") and type(value).__module__.startswith(("services.", "shared.")):
        yield from vars(value).values()
    elif hasattr(value, "__iter__") and not inspect(value, raiseerr=False):
        yield from value
