"""What protects every answer: headers, a size limit, a limit on public submissions, no surprises shown."""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from traceback import extract_tb
from uuid import uuid4

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import NotFound, Refusal, TooLarge, TooManyRequests
from shared.settings import Settings
from shared.web.answers_to_errors import answer_refusal
from shared.web.forms import TOO_MANY_FORMS
from shared.web.identity import is_api

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HSTS = "max-age=31536000; includeSubDomains"
MOST_ADDRESSES = 10_000
KEPT_BYTES = 1_000_000
_SIGNING_IN = ("/sign-in", "/sign-out")
log = structlog.get_logger("web")


class SecurityHeaders:
    """Adds the headers to every answer; what is not a built file is never stored."""

    def __init__(self, app: ASGIApp, https: bool) -> None:
        self.app = app
        self.headers = HEADERS | ({"Strict-Transport-Security": HSTS} if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


class SizeLimit:
    """Refuses, before reading it, a request that says it is larger than ``most_bytes``."""

    def __init__(self, app: ASGIApp, most_bytes: int) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _declared_length(scope) > self.most_bytes:
            detail = f"The most that can be sent at once is {self.most_bytes / 1_000_000:g} MB."
            await _refuse(TooLarge(detail), scope, receive, send)
        else:
            await self.app(scope, receive, send)


class SubmissionLimit:
    """At most ``per_hour`` forms from one address by people who are not signed in.

    A form of ordinary size beyond that is read, not acted on, and offered to be sent again later:
    whoever typed it has not typed it for nothing.
    """

    def __init__(self, app: ASGIApp, per_hour: int, now: Callable[[], datetime]) -> None:
        self.app = app
        self.per_hour = per_hour
        self.now = now
        self._sent: OrderedDict[str, deque[float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _is_public_submission(scope) or self._allow(_address(scope), self.now().timestamp()):
            await self.app(scope, receive, send)
        elif 0 < _declared_length(scope) <= KEPT_BYTES:
            scope.setdefault("state", {})["too_many_forms"] = True
            await self.app(scope, receive, send)
        else:
            await _refuse(TooManyRequests(TOO_MANY_FORMS), scope, receive, send)

    def _allow(self, address: str, now: float) -> bool:
        sent = self._sent.setdefault(address, deque())
        self._sent.move_to_end(address)
        while len(self._sent) > MOST_ADDRESSES:
            self._sent.popitem(last=False)
        while sent and now - sent[0] > 3600:
            sent.popleft()
        if len(sent) >= self.per_hour:
            return False
        sent.append(now)
        return True


class PlainAddresses:
    """No address here holds a control character; the database could not even look for one."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].isprintable():
            await _refuse(NotFound("Check that the address is right."), scope, receive, send)
        else:
            await self.app(scope, receive, send)


class UnexpectedErrors:
    """Turns what nobody foresaw into a page with a reference.

    The log gets the kind of error and where it happened, never its message: that could quote a person.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as error:
            reference = uuid4().hex[:8]
            log.error("unexpected_error", reference=reference, kind=type(error).__name__, at=_places(error))
            if scope["type"] != "http" or started:
                return
            await _refuse(_Unexpected(reference), scope, receive, send)


class _Unexpected(Refusal):
    status = 500
    title = "Sorry, there is a problem with the service"

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"What you did may not have been saved. If you report this, give the reference {reference}."
        )


def add_protection(app_add: Callable[..., None], settings: Settings, now: Callable[[], datetime]) -> None:
    """Add the limits and the headers; the last one added is the outermost."""
    app_add(UnexpectedErrors)
    app_add(PlainAddresses)
    app_add(SubmissionLimit, per_hour=settings.public_submissions_per_hour, now=now)
    app_add(SizeLimit, most_bytes=settings.max_request_bytes)


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    answer = answer_refusal(Request(scope, receive), refusal)
    await answer(scope, receive, send)


def _declared_length(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdigit() else 0


def _is_public_submission(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "POST" or scope["session"].get("person"):
        return False
    return scope["path"] not in _SIGNING_IN and not is_api(Request(scope))


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


def _places(error: Exception) -> list[str]:
    frames = extract_tb(error.__traceback__)[-4:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
