"""One JSON line per request: the path's template, never the path, the query or a form value."""

from time import perf_counter

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.correlation import HEADER, correlated
from shared.metrics import REQUEST_SECONDS
from shared.tracing import TRACEPARENT, Spoken, span
from shared.web.health import PATHS

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
log = structlog.get_logger("web")


class RequestLog:
    """Logs method, path template, status and milliseconds of every request but those for built files.

    The correlation id that a request came with, or a new one, is on its answer and on every line about it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        with correlated(headers.get(HEADER)) as correlation_id:
            with span("request", parent=headers.get(TRACEPARENT)) as spoken:
                await self._answer(scope, receive, send, correlation_id, spoken)

    async def _answer(
        self, scope: Scope, receive: Receive, send: Send, correlation_id: str, spoken: Spoken
    ) -> None:
        status, began, prefix = 500, perf_counter(), scope.get("root_path", "")

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = correlation_id
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            method = scope["method"] if scope["method"] in METHODS else "other"
            template = path_template(scope, prefix)
            spoken.rename(f"{method} {template}")
            spoken.tell(http_route=template, http_status=status)
            _say(method, template, status, perf_counter() - began)


def _say(method: str, template: str, status: int, took: float) -> None:
    REQUEST_SECONDS.labels(method, template, f"{status // 100}xx").observe(took)
    say = log.debug if template in PATHS else log.info
    say("request", method=method, path=template, status=status, milliseconds=round(took * 1000))


def path_template(scope: Scope, prefix: str = "") -> str:
    """The route as written, under its mount ("/panel/cases/{case}"); "unknown" if none matched."""
    written = getattr(scope.get("route"), "path", None)
    mounted = scope.get("root_path", "").removeprefix(prefix)
    return f"{mounted}{written}" if written else "unknown"
