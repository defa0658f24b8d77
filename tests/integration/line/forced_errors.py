"""Faults put into every handler and every job, whose words are names: what tells of them may quote none."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from fastapi import routing
from sqlalchemy import Engine, event, text

from shared.storage import Transaction
from tests.integration.line.canary_family import CANARIES, STORY

WORDS = f"{STORY} {' '.join(CANARIES)}"
HEADER = b"x-test-fault"
fault: ContextVar[str] = ContextVar("fault", default="")
reached: set[tuple[str, str]] = set()  # handlers (by module and name) and the fault that they had


def _says(tx: Transaction | None) -> None:
    raise RuntimeError(WORDS)


def _is_of_another_kind(tx: Transaction | None) -> None:
    if tx is not None:
        tx.session.execute(text("SELECT CAST(:words AS integer)"), {"words": WORDS})
    int(WORDS)


def _breaks_a_rule(tx: Transaction | None) -> None:
    """PostgreSQL's answer quotes the row."""
    if tx is not None:
        tx.session.execute(text("INSERT INTO outbox (topic, key) VALUES (:words, NULL)"), {"words": WORDS})
    raise LookupError(WORDS)


def _says_it_in_the_statement(tx: Transaction | None) -> None:
    if tx is not None:
        tx.session.execute(text(f"SELECT '{STORY.replace(':', '').replace(chr(39), '')}' FROM nowhere"))
    raise KeyError(WORDS)


def _says_it_in_a_group(tx: Transaction | None) -> None:
    error = ValueError(WORDS)
    error.add_note(WORDS)
    raise ExceptionGroup(WORDS, [error]) from RuntimeError(WORDS)


FAULTS: Mapping[str, Callable[[Transaction | None], None]] = {
    "says": _says,
    "kind": _is_of_another_kind,
    "rule": _breaks_a_rule,
    "statement": _says_it_in_the_statement,
    "group": _says_it_in_a_group,
    "after": _says,
}


class FaultAsAsked:
    """The fault that the header names happens in whatever handler the request reaches."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        asked = dict(scope.get("headers", ())).get(HEADER, b"").decode()
        if asked == "outermost":
            raise RuntimeError(WORDS)
        token = fault.set(asked)
        try:
            await self.app(scope, receive, send)
        finally:
            fault.reset(token)


@contextmanager
def faults_in_handlers() -> Iterator[None]:
    """Until the block ends."""
    proper = routing.run_endpoint_function

    async def run(*, dependant: Any, values: dict[str, Any], is_coroutine: bool) -> Any:
        kind = fault.get()
        if not kind:
            return await proper(dependant=dependant, values=values, is_coroutine=is_coroutine)
        reached.add((f"{dependant.call.__module__}.{dependant.call.__name__}", kind))
        if kind == "after":
            with suppress(Exception):  # what it says is said by others
                await proper(dependant=dependant, values=values, is_coroutine=is_coroutine)
        given = next((each for each in values.values() if isinstance(each, Transaction)), None)
        tx = given if kind != "after" else None
        return await asyncio.to_thread(FAULTS[kind], tx)

    routing.run_endpoint_function = run
    try:
        yield
    finally:
        routing.run_endpoint_function = proper


@contextmanager
def faults_in_statements(engine: Engine, kind: str) -> Iterator[None]:
    """Every statement fails, with names: by an error of ours, or of PostgreSQL itself."""

    def fail(connection: Any, cursor: Any, statement: str, given: Any, context: Any, many: bool) -> None:
        if kind == "kind":
            cursor.execute("SELECT CAST(%s AS integer)", [WORDS])
        raise RuntimeError(f"{statement} {given} {WORDS}")

    event.listen(engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", fail)
