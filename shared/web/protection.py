"""What protects every answer: headers, a size limit, a limit on public submissions, no surprises shown."""

from collections import OrderedDict, deque
from collections.abc import Callable
from datetime import datetime, timedelta
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from pathlib import Path
from traceback import extract_tb
from uuid import uuid4

import structlog
from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import NotFound, Refusal, TooLarge, TooManyRequests
from shared.failures import is_passing
from shared.settings import Settings
from shared.web.answers_to_errors import answer_refusal
from shared.web.forms import too_many_forms
from shared.web.identity import is_api
from shared.web.open_id import ENDED_PATH
from shared.web.session import FOUND
from shared.web.signed_links import SignedLinks

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
HOUR = 3600
_SIGNING_IN = ("/sign-in", "/sign-out", ENDED_PATH)
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
    """At most so many forms an hour by people who are not signed in: from one address, and from all.

    A form through a signed link counts for the link and not for the address: a hospital has one address
    for everybody, and whoever answers the office must not wait for them. A token that nobody signed counts
    for the address.

    A form of ordinary size beyond that is read, not acted on, and offered to be sent again later:
    whoever typed it has not typed it for nothing. The answer says from when on, also as Retry-After.
    """

    def __init__(
        self, app: ASGIApp, settings: Settings, now: Callable[[], datetime], links: SignedLinks
    ) -> None:
        self.app = app
        self.now = now
        self.telephone = settings.office_telephone
        self.links = links
        in_all = settings.all_public_submissions_per_hour
        self.sent = RecentlySent(settings.public_submissions_per_hour, in_all)
        self.sent_through_links = RecentlySent(settings.link_submissions_per_hour, in_all)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        now = self.now()
        wait = self._wait(scope, now.timestamp()) if _is_public_submission(scope) else 0
        if not wait:
            await self.app(scope, receive, send)
            return
        says = too_many_forms(now + timedelta(seconds=wait), self.telephone)
        telling = _telling_when(send, wait)
        if 0 < _declared_length(scope) <= KEPT_BYTES:
            scope.setdefault("state", {})["too_many_forms"] = says
            await self.app(scope, receive, telling)
        else:
            await _refuse(TooManyRequests(f"{says} Nothing has been saved."), scope, receive, telling)

    def _wait(self, scope: Scope, now: float) -> float:
        link = self.links.link_at(scope["path"])
        return self.sent_through_links.wait(link, now) if link else self.sent.wait(_address(scope), now)


class RecentlySent:
    """When forms were sent in the last hour: by each address (or through each link), and by all together."""

    def __init__(self, per_address: int, in_all: int) -> None:
        self.per_address = per_address
        self._all: deque[float] = deque(maxlen=in_all)
        self._by_address: OrderedDict[str, deque[float]] = OrderedDict()

    def wait(self, address: str, now: float) -> float:
        """0, and the form is counted; or the seconds after which the next may be sent."""
        sent = self._by_address.setdefault(address, deque(maxlen=self.per_address))
        self._by_address.move_to_end(address)
        while len(self._by_address) > MOST_ADDRESSES:
            self._by_address.popitem(last=False)
        full = [each[0] for each in (sent, self._all) if len(each) == each.maxlen and now - each[0] <= HOUR]
        if full:
            return max(full) + HOUR - now + 1
        sent.append(now)
        self._all.append(now)
        return 0


def _telling_when(send: Send, wait: float) -> Send:
    async def send_and_tell(message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == 429:
            MutableHeaders(scope=message)["Retry-After"] = str(ceil(wait))
        await send(message)

    return send_and_tell


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
    """Turns what nobody foresaw into a page with a reference; what passes by itself into one that says so.

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
            answer = _Busy(reference) if is_passing(error) else _Unexpected(reference)
            await _refuse(answer, scope, receive, send)


class _Busy(Refusal):
    """The database has failed or is waited for too long, and will be well again."""

    status = 503
    title = "Sorry, the service is busy"

    def __init__(self, reference: str) -> None:
        super().__init__(
            "Wait a moment and try again. If you sent something, look first whether it was saved. If this "
            f"goes on, report it with the reference {reference}."
        )
        self.headers = {"Retry-After": "5"}


class _Unexpected(Refusal):
    status = 500
    title = "Sorry, there is a problem with the service"

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"What you did may not have been saved. If you report this, give the reference {reference}."
        )


def add_protection(
    app_add: Callable[..., None], settings: Settings, now: Callable[[], datetime], links: SignedLinks
) -> None:
    """Add the limits and the headers; the last one added is the outermost."""
    app_add(UnexpectedErrors)
    app_add(PlainAddresses)
    app_add(SubmissionLimit, settings=settings, now=now, links=links)
    app_add(SizeLimit, most_bytes=settings.max_request_bytes)


async def _refuse(refusal: Refusal, scope: Scope, receive: Receive, send: Send) -> None:
    answer = answer_refusal(Request(scope, receive), refusal)
    await answer(scope, receive, send)


def _declared_length(scope: Scope) -> int:
    length = Headers(scope=scope).get("content-length", "0")
    return int(length) if length.isdigit() else 0


def _is_public_submission(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "POST" or scope.get(FOUND):
        return False
    return scope["path"] not in _SIGNING_IN and not is_api(Request(scope))


def _address(scope: Scope) -> str:
    """Where a request comes from, as a trusted proxy says; of IPv6 the network, which is one subscriber's."""
    client = scope.get("client")
    try:
        address = ip_address(str(client[0]) if client else "")
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        plain = address.ipv4_mapped
        return str(plain) if plain else str(IPv6Network((address, 64), strict=False))
    return str(address)


def _places(error: Exception) -> list[str]:
    frames = extract_tb(error.__traceback__)[-4:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
