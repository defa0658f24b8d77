"""``python -m tests.chaos.faulty work|serve SERVICE``: the real process of a service with one fault in it.

It is put together from the product's own parts as ``cdop work`` and ``cdop serve`` are; the fault, named in
CHAOS_FAULT, is around the event log, at a commit, before an answer, or in the clock. Nothing in the product
knows of it.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from deploy.command_place import place_named, plain_errors
from deploy.host import Installation, server_for
from deploy.ports import listening_socket
from shared.messaging.work import Workers
from shared.web.application import create_web
from tests.chaos.faults import Fault, FaultyLog, Occasion, fault_of_environment

Clock = Callable[[], datetime]


def main(what: str, service: str) -> None:
    fault = fault_of_environment()
    with plain_errors(), place_named(service) as place:
        RUN[what](place, fault, _clock(fault))


def work(place: Installation, fault: Fault, now: Clock) -> None:
    """The workers of a service until SIGTERM."""
    log = FaultyLog(place.log, fault)
    if fault.kind == "die before database commit":
        occasion = Occasion(fault.at)
        _at_each_commit(place, lambda: getattr(log.handling, "now", False) and occasion.arise())
    faulty = replace(place, log=log)
    workers = Workers(faulty.all_jobs(now))
    over = threading.Event()
    for ending in (signal.SIGTERM, signal.SIGINT):
        signal.signal(ending, lambda *_: over.set())
    workers.start()
    over.wait()
    workers.stop()


def serve(place: Installation, fault: Fault, now: Clock) -> None:
    """The web of a service until SIGTERM."""
    if fault.kind == "die before database commit":
        _at_each_commit(place, Occasion(fault.at).arise)
    app: Any = create_web(place.settings, place.services, place.databases, place.personas(), now=now)
    if fault.kind == "die before answer":
        app = _dying_before_an_answer(app, Occasion(fault.at))
    server_for(app).run(sockets=[listening_socket(int(os.environ["PORT"]))])


RUN = {"work": work, "serve": serve}


def _clock(fault: Fault) -> Clock:
    return lambda: datetime.now(UTC) - timedelta(minutes=fault.behind_minutes)


def _at_each_commit(place: Installation, do: Callable[[], object]) -> None:
    """Before each commit of the service's database, after everything that it commits was written."""
    for database in place.databases.values():
        event.listen(database.engine, "commit", lambda _: do())


def _dying_before_an_answer(app: Any, occasion: Occasion) -> Any:
    """What was asked has been done and is kept; nobody is told."""

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start" and scope.get("method") == "POST":
                occasion.arise()
            await send(message)

        await app(scope, receive, answer)

    return asked


if __name__ == "__main__":
    main(*sys.argv[1:])
