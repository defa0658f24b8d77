"""Somebody who asks queries, and what of cases they are told by what comes back."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from shared.people import Person
from shared.storage import Database
from tests.integration.access.canaries import Canaries, strings_in
from tests.integration.access.every_query import Query

WIDE = tomllib.loads((Path(__file__).parent / "wide_queries.toml").read_text())["wide"]
ALL = "all"


@dataclass(frozen=True)
class Asker:
    """``sees``: by service the cases that are theirs; ``links``: held in a service, by kind."""

    person: Person
    sees: dict[str, frozenset[str]] = field(default_factory=dict)
    links: dict[str, dict[str, str]] = field(default_factory=dict)

    def theirs(self, service: str, every: frozenset[str]) -> frozenset[str]:
        """The cases that are theirs to see."""
        sees = self.sees.get(service, frozenset())
        return every if ALL in sees else sees


@dataclass
class Asking:
    """Everything that is asked, and of whom."""

    databases: dict[str, Database]
    engines: dict[str, Any]
    canaries: dict[str, Canaries]
    arguments: dict[tuple[str, str], dict[str, Any]]
    missing: list[str]
    queries: list[Query]
    case: str
    meeting: str
    at: datetime
    asked: int = 0
    used: set[int] = field(default_factory=set)

    def told(self, who: Asker, query: Query) -> dict[str, frozenset[str]]:
        """What somebody is told of whichever case. Whatever is raised is a refusal."""
        self.asked += 1
        arguments = self.arguments[query.service, query.name]
        database = self.databases[query.service]
        with database._sessions() as session:  # nothing that was asked is kept
            tx = database.joined(session, person=who.person, at=self.at)
            for kind, id in who.links.get(query.service, {}).items():
                tx.hold_link(kind, id)
            try:
                shown = strings_in(query.ask(tx, **arguments), session)
            except Exception:
                return {}
        return self.canaries[query.service].told_by(shown, strings_in(arguments))

    def wrongly_told(self, who: Asker, query: Query, hidden: frozenset[str]) -> list[str]:
        """What they are told of hidden cases alone, and is not open to them on purpose."""
        told, tables = self.told(who, query), self.canaries[query.service].tables
        return [
            f"{words[:40]} ({', '.join(sorted(tables.get(words, ())))[:80]})"
            for words, cases in told.items()
            if cases <= hidden and not self._is_wide(who, query, tables.get(words, frozenset()))
        ]

    def _is_wide(self, who: Asker, query: Query, tables: frozenset[str]) -> bool:
        is_who = {*who.person.roles, who.person.id}
        found = {
            number
            for number, row in enumerate(WIDE)
            if row["service"] == query.service
            and is_who & {*row["who"]}
            and (tables & {*row.get("tables", ())} or query.name in row.get("queries", ()))
        }
        self.used |= found
        return bool(found)
