"""``python -m tests.chaos.faulty work|serve SERVICE``: the real process of a service with one fault in it.

It is put together from the product's own parts as ``cdop work`` and ``cdop serve`` are; the fault, named in
CHAOS_FAULT, is around the event log, at a commit, before an answer, or in the clock. Nothing in the product
knows of it.
"""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import event

from deploy.command_place import place_named, plain_errors
from deploy.host import Installation
from deploy.ports import listening_socket
from deploy.serving import server_for
from deploy.work_command import work_until_told
from shared.web.application import create_web
from tests.chaos.faults import Fault, FaultyLog, Occasion, fault_of_environment

LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Behind(Installation):
    """An installation whose workers' clock has been put back."""

    by: timedelta = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) - self.by

    def all_jobs(self, now: Callable[[], datetime] | None = None) -> dict[str, Callable[[], bool]]:
        return super().all_jobs(self.now)


def main(what: str, service: str) -> None:
    fault = fault_of_environment()
    with plain_errors(), place_named(service) as place:
        parts = {each.name: getattr(place, each.name) for each in fields(place)}
        RUN[what](Behind(**parts, by=timedelta(minutes=fault.behind_minutes)), fault)


def work(place: Behind, fault: Fault) -> None:
    """The workers of a service until SIGTERM."""
    log = FaultyLog(place.log, fault)
    if fault.kind == "die before database commit":
        occasion = Occasion(fault.at, called=fault.kind)
        _at_each_commit(place, lambda: getattr(log.handling, "now", False) and occasion.arise())
    work_until_told(replace(place, log=log), host=LOCAL, port=0, say=lambda _: None)


def serve(place: Behind, fault: Fault) -> None:
    """The web of a service until SIGTERM."""
    occasion = Occasion(fault.at, called=f"web: {fault.kind}")
    if fault.kind == "die before database commit":
        _at_each_commit(place, occasion.arise)
    app = create_web(
        place.settings,
        place.services,
        place.databases,
        place.personas(),
        accounts=place.accounts,
        now=place.now,
    )
    if fault.kind == "die before answer":
        app.add_middleware(DyingBeforeAnAnswer, occasion=occasion)
    server_for(app, place.settings).run(sockets=[listening_socket(int(os.environ["PORT"]))])


RUN = {"work": work, "serve": serve}


def _at_each_commit(place: Installation, do: Callable[[], object]) -> None:
    """Before each commit of the service's database, after everything that it commits was written."""
    for database in place.databases.values():
        event.listen(database.engine, "commit", lambda _: do())


class DyingBeforeAnAnswer:
    """What was asked has been done and is kept; nobody is told."""

    def __init__(self, app: Any, occasion: Occasion) -> None:
        self.app = app
        self.occasion = occasion

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        async def answer(message: Any) -> None:
            if message["type"] == "http.response.start" and scope.get("method") == "POST":
                self.occasion.arise()
            await send(message)

        await self.app(scope, receive, answer)


if __name__ == "__main__":
    main(*sys.argv[1:])
