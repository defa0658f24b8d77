"""Where sessions are kept, as a port, and the way it is done without a database: in the process."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from threading import Lock
from typing import Protocol

from shared.accounts.web_session import WebSession, Which
from shared.people import Person


class SessionStore(Protocol):
    """Sessions by a random key that only the browser holds. A session that has ended never opens again."""

    def begin(self, session: WebSession) -> str:
        """Keep a new session; gives its key."""

    def find(self, key: str) -> WebSession | None:
        """The session of a key, ended or not; None if the key is nobody's."""

    def renew(self, session: WebSession) -> str:
        """Keep ``session`` in place of the open one of the same handle, under a new key, which is given.

        The key before is nobody's from then on. "" if that session is not open any more.
        """

    def touch(self, handle: str, at: datetime) -> None:
        """Somebody was seen at ``at``."""

    def end(self, which: Which, at: datetime, why: str) -> int:
        """End those open sessions; gives how many. Their ``id_token`` is forgotten."""

    def open_of(self, person_id: str) -> Sequence[WebSession]:
        """A person's sessions that have not been ended, the one last seen first."""

    def last_known(self, person_id: str) -> Person | None:
        """Who an account was when it was last seen; None where no session of it is kept, ended or not."""


def new_key() -> str:
    return token_urlsafe(32)


def key_hash(key: str) -> str:
    """What is kept of a key: it is as random as the digest is long, so nothing is added to it."""
    return sha256(key.encode()).hexdigest()


class SessionsInProcess:
    """For the demonstration in one process without an accounts database: they end when it does."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[str, WebSession] = {}

    def begin(self, session: WebSession) -> str:
        key = new_key()
        with self._lock:
            self._kept[key_hash(key)] = session
        return key

    def find(self, key: str) -> WebSession | None:
        return self._kept.get(key_hash(key))

    def renew(self, session: WebSession) -> str:
        with self._lock:
            before = [hashed for hashed, kept in self._open() if kept.handle == session.handle]
            if not before:
                return ""
            del self._kept[before[0]]
            key = new_key()
            self._kept[key_hash(key)] = session
        return key

    def touch(self, handle: str, at: datetime) -> None:
        with self._lock:
            for hashed, kept in self._open():
                if kept.handle == handle:
                    self._kept[hashed] = replace(kept, seen=at)

    def end(self, which: Which, at: datetime, why: str) -> int:
        with self._lock:
            ended = [(hashed, kept) for hashed, kept in self._open() if _agrees(kept, which)]
            for hashed, kept in ended:
                self._kept[hashed] = replace(kept, ended_at=at, ended_why=why, id_token="")
        return len(ended)

    def open_of(self, person_id: str) -> Sequence[WebSession]:
        mine = [kept for _, kept in self._open() if kept.person.id == person_id]
        return sorted(mine, key=lambda session: session.seen, reverse=True)

    def last_known(self, person_id: str) -> Person | None:
        mine = [kept for kept in self._kept.values() if kept.person.id == person_id]
        return max(mine, key=lambda session: session.seen).person if mine else None

    def _open(self) -> list[tuple[str, WebSession]]:
        return [(hashed, kept) for hashed, kept in self._kept.items() if kept.ended_at is None]


def _agrees(session: WebSession, which: Which) -> bool:
    asked = {
        "person_id": session.person.id,
        "handle": session.handle,
        "issuer": session.issuer,
        "subject": session.subject,
        "provider_session": session.provider_session,
    }
    same = all(getattr(which, name) in ("", value) for name, value in asked.items())
    return same and session.handle != which.not_handle
