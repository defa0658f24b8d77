"""One time that somebody signed in, and until when it lasts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.people import Person, Role

SEEN_AGAIN = timedelta(seconds=60)  # how exactly it is known when somebody was last seen


@dataclass(frozen=True)
class WebSession:
    """Who is signed in in one browser. Instants are UTC.

    ``handle`` names it on pages and opens nothing. ``invented``: a persona of the demonstration.
    ``proven_at``: when the person last proved who they are, and ``proven_how`` what the provider calls the
    way ("acr"; "" where it does not say). ``issuer``, ``subject`` and ``provider_session`` are the provider's
    names for it, and ``id_token`` what it is asked to end its own session with; "" for who came another way.
    ``ended_why`` is "" while it has not been ended.
    """

    handle: str
    person: Person
    since: datetime
    seen: datetime
    proven_at: datetime
    invented: bool = False
    browser: str = ""
    proven_how: str = ""
    issuer: str = ""
    subject: str = ""
    provider_session: str = ""
    id_token: str = ""
    ended_at: datetime | None = None
    ended_why: str = ""


@dataclass(frozen=True)
class Limits:
    """How long a session lasts: without a request, and at most."""

    idle: timedelta
    longest: timedelta

    def why_over(self, session: WebSession, at: datetime) -> str:
        """Why a session is over at ``at``; "" while it lasts."""
        if session.ended_at:
            return session.ended_why
        if at - session.since > self.longest:
            return "signed in for too long"
        return "nothing done for too long" if at - session.seen > self.idle else ""


@dataclass(frozen=True)
class Which:
    """Which open sessions to end: those that agree in everything that is given. Nothing given: none.

    ``not_handle`` leaves one out.
    """

    person_id: str = ""
    handle: str = ""
    not_handle: str = ""
    issuer: str = ""
    subject: str = ""
    provider_session: str = ""

    def __post_init__(self) -> None:
        if not (self.person_id or self.handle or self.subject or self.provider_session):
            raise ValueError("Say whose sessions, or which one: not everybody's")


def to_record(person: Person) -> dict[str, Any]:
    """Somebody as JSON; what a program's key is limited to is not part of it."""
    return {
        "id": person.id,
        "name": person.name,
        "roles": sorted(person.roles),
        "organisation": person.organisation,
    }


def from_record(record: dict[str, Any]) -> Person:
    """Somebody from ``to_record``. Raises KeyError or ValueError if it is not of this version."""
    roles = frozenset(Role(role) for role in record["roles"])
    return Person(str(record["id"]), str(record["name"]), roles, str(record.get("organisation", "")))
