"""A program that asks the API for an organisation, its keys, and when they are accepted."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from shared.errors import NotPermitted
from shared.people import Permission, Person, Role, check

RULES: dict[str, Any] = tomllib.loads(Path(__file__).with_name("rules.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Scope:
    """Something a key can be given; ``permissions`` are all that it then holds."""

    name: str
    label: str
    permissions: frozenset[Permission]


SCOPES: Mapping[str, Scope] = {
    scope.name: scope
    for scope in (
        Scope("statistics:read", "Protected statistics and tables", frozenset({Permission.VIEW_STATISTICS})),
        Scope(
            "scorecard:read",
            "The scorecard, with exact counts: for a board, and with nothing else",
            frozenset({Permission.VIEW_SCORECARD}),
        ),
        Scope("releases:read", "Files of released statistics", frozenset({Permission.READ_RELEASES})),
    )
}


#: What shows exact counts, small ones too: it goes with nothing that hides them.
EXACT = "scorecard:read"


def held_together(names: Iterable[str]) -> tuple[str, ...]:
    """Of these scopes those that one key may hold: exact counts give way to protected ones.

    Keys that were given both before they were kept apart lose the scorecard.
    """
    protected = tuple(name for name in names if name != EXACT)
    return protected or (EXACT,)


def check_scope(person: Person, name: str) -> None:
    """Refuse unless the person may do what the scope is for; a program is told which scope its key lacks."""
    wanted = SCOPES[name].permissions
    if person.limited_to is not None and not wanted <= person.limited_to:
        raise NotPermitted(f"This key does not hold {name}. Ask the office that gave it out.")
    for permission in wanted:
        check(person, permission)


@dataclass(frozen=True)
class Ending:
    """Who ended something, when and why."""

    at: datetime
    by_name: str
    because: str


@dataclass(frozen=True)
class ApiClient:
    """``expires_on`` is the last day on which its keys are accepted."""

    id: str
    name: str
    organisation: str
    contact_post: str
    scopes: tuple[str, ...]
    per_hour: int
    per_day: int
    expires_on: date
    created_at: datetime
    created_by_name: str
    revoked: Ending | None = None

    def accepted_on(self, day: date) -> bool:
        return self.revoked is None and day <= self.expires_on

    @property
    def may_read(self) -> str:
        """Its scopes in words."""
        return "; ".join(SCOPES[name].label for name in held_together(self.scopes))

    @property
    def person(self) -> Person:
        """The program as somebody who acts: an analyst, limited to what its scopes hold."""
        held = frozenset[Permission]().union(
            *(SCOPES[name].permissions for name in held_together(self.scopes))
        )
        roles = frozenset({Role.PUBLIC_HEALTH_ANALYST})
        return Person(f"client:{self.id}", self.name, roles, self.organisation, held)


@dataclass(frozen=True)
class ApiKey:
    """``ends_on``: the last day of a key that was replaced; None: it lasts as long as its program."""

    id: str
    client_id: str
    digest: str
    created_at: datetime
    created_by_name: str
    ends_on: date | None = None
    last_used_at: datetime | None = None
    revoked: Ending | None = None

    def accepted_on(self, day: date) -> bool:
        return self.revoked is None and (self.ends_on is None or day <= self.ends_on)


def replaced_on(today: date, key: ApiKey) -> date:
    """The last day of a key when another has been made beside it: it is never put off."""
    last = today + timedelta(days=RULES["days_both_keys_work"])
    return min(last, key.ends_on) if key.ends_on else last
