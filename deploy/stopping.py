"""How a web server stops: told once, in order and without losing what it has begun; told again, at once."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from socket import socket  # allow goes-out: the type of what listens
from types import FrameType

import structlog
import uvicorn

from deploy.told import end_at_once

FINISH_SECONDS = 20  # for requests that have begun when the process is told to stop
logger = structlog.get_logger(__name__)


class LeavingServer(uvicorn.Server):
    """Told to stop, it says that it leaves, goes on for ``seconds``, and then answers only what has begun."""

    def __init__(self, config: uvicorn.Config, leave: Callable[[], None], seconds: float) -> None:
        super().__init__(config)
        self._leave = leave
        self._seconds = seconds
        self._until: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._until is not None:
            end_at_once(sig)
        self._captured_signals.append(sig)
        self._leave()
        self._until = time.monotonic() + self._seconds

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        logger.info("started", process="web")

    async def shutdown(self, sockets: list[socket] | None = None) -> None:
        logger.info("stopping", process="web")
        await super().shutdown(sockets)
        logger.info("stopped", process="web")

    async def on_tick(self, counter: int) -> bool:
        over = self._until is not None and time.monotonic() >= self._until
        return await super().on_tick(counter) or over


@contextmanager
def in_background(server: uvicorn.Server, listener: socket) -> Iterator[None]:
    """The server answers in a thread until the block ends."""
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=10)
