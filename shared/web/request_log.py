"""One JSON line per request: the path's template, never the path, the query or a form value."""

import logging
import sys
from collections.abc import Callable
from datetime import datetime

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = structlog.get_logger("web")


def configure_logging(level: int = logging.INFO) -> None:
    """JSON lines on standard error, times in UTC."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


class RequestLog:
    """Logs method, path template, status and milliseconds of every request but those for built files."""

    def __init__(self, app: ASGIApp, now: Callable[[], datetime]) -> None:
        self.app = app
        self.now = now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        status, began, prefix = 500, self.now(), scope.get("root_path", "")

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            took = round((self.now() - began).total_seconds() * 1000)
            template = path_template(scope, prefix)
            log.info("request", method=scope["method"], path=template, status=status, milliseconds=took)


def path_template(scope: Scope, prefix: str = "") -> str:
    """The route as written, under its mount ("/panel/cases/{case}"); "unknown" if none matched."""
    written = getattr(scope.get("route"), "path", None)
    mounted = scope.get("root_path", "").removeprefix(prefix)
    return f"{mounted}{written}" if written else "unknown"
