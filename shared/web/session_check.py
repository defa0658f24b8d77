"""Looks up, for each request with a key, whether its session still lasts."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.accounts.session_store import SessionStore
from shared.accounts.web_session import SEEN_AGAIN, Limits, WebSession, Which
from shared.web.session import FOUND, KEY, LAPSED

_SAME_FOR_EVERYBODY = "/static/"


class CheckedSession:
    """Puts the session of a request into its scope, if it lasts; else takes its key out of the cookie."""

    def __init__(
        self, app: ASGIApp, store: SessionStore, limits: Limits, demo: bool, now: Callable[[], datetime]
    ) -> None:
        self.app = app
        self.store = store
        self.limits = limits
        self.demo = demo
        self.now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope[FOUND] = None
            key = scope["session"].get(KEY)
            if key and not scope["path"].startswith(_SAME_FOR_EVERYBODY):
                scope[FOUND] = await run_in_threadpool(self._session, scope["session"], str(key))
        await self.app(scope, receive, send)

    def _session(self, cookie: dict[str, Any], key: str) -> WebSession | None:
        found, at = self.store.find(key), self.now()
        if found is None or (found.invented and not self.demo):
            cookie.clear()
            return None
        if why := self.limits.why_over(found, at):
            self._is_over(found, at, why)
            del cookie[KEY]
            cookie[LAPSED] = found.person.id
            return None
        if at - found.seen >= SEEN_AGAIN:
            self.store.touch(found.handle, at)
        return found

    def _is_over(self, session: WebSession, at: datetime, why: str) -> None:
        if session.ended_at is None:
            self.store.end(Which(person_id=session.person.id, handle=session.handle), at, why)
