"""A local account: what it is called, whose it is, and what they may do."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from shared.errors import Fault
from shared.people import NOBODYS_IDS, Person, Role

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
#: Who acts by a link, and the system, have no account.
ROLES = frozenset(set(Role) - {Role.SYSTEM, Role.AGENCY_RESPONDER, Role.NOTIFIER})


@dataclass(frozen=True)
class LocalAccount:
    """``password_hash`` and ``sealed_secret`` are "" until its person has enrolled."""

    name: str
    person_name: str
    organisation: str
    roles: frozenset[Role]
    password_hash: str = ""
    sealed_secret: str = ""
    last_step: int = 0
    ended: bool = False

    @property
    def person(self) -> Person:
        return Person(self.name, self.person_name, self.roles, self.organisation)

    @property
    def enrolled(self) -> bool:
        return bool(self.password_hash and self.sealed_secret) and not self.ended


def plain_name(typed: str) -> str:
    """An account's name as it is kept, whatever was typed."""
    return typed.strip().lower()[:100]


def account_faults(name: str, person_name: str, roles: Collection[str]) -> list[Fault]:
    """Every fault of a new account."""
    faults = []
    if not _NAME.fullmatch(name):
        faults.append(Fault("name", "A name is 3 to 64 small letters, digits, dots, dashes and underscores"))
    if name in NOBODYS_IDS:
        faults.append(Fault("name", f"No account can be called {name}: the product itself is"))
    if not person_name.strip():
        faults.append(Fault("person_name", "Say whose account it is"))
    known = {role.value for role in ROLES}
    if not roles or not set(roles) <= known:
        faults.append(Fault("roles", f"Give at least one role of: {', '.join(sorted(known))}"))
    return faults
