"""Who is signed in, kept in a signed cookie that lapses when nothing is done for a while.

The cookie (Starlette's SessionMiddleware: signed, HttpOnly, SameSite=Lax, Secure under https) holds the
person, an id for the anti-forgery token, the minute of the last request and a flash message.
A lapsed session keeps the person's id alone, so that a form sent too late can be sent again
by the same person instead of being lost.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.people import ANONYMOUS, Person, Role

COOKIE = "cdr_session"
LONGEST_HOURS = 12


def sign_in(session: dict[str, Any], person: Person, at: datetime, invented: bool = False) -> None:
    """Start a session for ``person``; its id changes unless the same person comes back.

    ``invented``: a persona, whose session is worth nothing outside the demonstration.
    """
    same = session.get("lapsed") == person.id
    session_id = session.get("id") if same else None
    session.clear()
    session["id"] = session_id or token_urlsafe(24)
    session["person"] = to_record(person)
    session["invented"] = invented
    session["since"] = session["seen"] = int(at.timestamp())


def sign_out(session: dict[str, Any]) -> None:
    session.clear()


def session_person(session: dict[str, Any]) -> Person:
    """The person signed in, or ANONYMOUS."""
    record = session.get("person")
    return from_record(record) if record else ANONYMOUS


def session_id(session: dict[str, Any]) -> str:
    """The id that anti-forgery tokens are bound to; made when first asked for."""
    return str(session.setdefault("id", token_urlsafe(24)))


def here_only(path: str) -> str:
    """A path of this site to go to after signing in; "" for anything that would lead elsewhere."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else ""


def to_record(person: Person) -> dict[str, Any]:
    return {
        "id": person.id,
        "name": person.name,
        "roles": sorted(person.roles),
        "organisation": person.organisation,
    }


def from_record(record: dict[str, Any]) -> Person:
    roles = frozenset(Role(role) for role in record["roles"])
    return Person(str(record["id"]), str(record["name"]), roles, str(record.get("organisation", "")))


class IdleSessions:
    """Signs a person out after ``idle_minutes`` without a request, and after LONGEST_HOURS anyway."""

    def __init__(self, app: ASGIApp, idle_minutes: int, demo: bool, now: Callable[[], datetime]) -> None:
        self.app = app
        self.demo = demo
        self.idle = timedelta(minutes=idle_minutes).total_seconds()
        self.now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["session"].get("invented") and not self.demo:
            scope["session"].clear()
        if scope["type"] == "http" and scope["session"].get("person"):
            self._touch(scope["session"], int(self.now().timestamp()))
        await self.app(scope, receive, send)

    def _touch(self, session: dict[str, Any], now: int) -> None:
        too_idle = now - session.get("seen", 0) > self.idle
        if too_idle or now - session.get("since", 0) > LONGEST_HOURS * 3600:
            session["lapsed"] = session.pop("person")["id"]
        elif now - session["seen"] >= 60:
            session["seen"] = now
