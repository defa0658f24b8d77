"""One transaction per request, committed before the answer goes out."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from shared.auditing.reading.keep_reader import Known, keep_reader, remember
from shared.auditing.reading.tables import audit_reader
from shared.people import Person, bound_by_restrictions
from shared.storage import Transaction
from shared.web.ending import Ending
from shared.web.identity import may_wait, person_of
from shared.web.restricted_notice import case_in_path
from shared.web.site import site_of

READ = ("GET", "HEAD")


class _NothingSaved(Exception):
    """Leaves the transaction without saving, after a page that refuses."""


@dataclass
class RequestTransaction(Transaction):
    """Remembers what was read: a page that saves nothing has still been seen by somebody."""

    read: list[tuple[Person, dict[str, Any]]] = field(default_factory=list)
    ending: "Ending[RequestTransaction] | None" = None

    def audit(self, action: str, *, reading: bool = False, **what: Any) -> None:
        super().audit(action, reading=reading, **what)
        if reading:
            self.read.append((self.person, {"action": action, "reading": True, **what}))


@contextmanager
def _opened(request: Request) -> Iterator[RequestTransaction]:
    """The request's transaction. A page with a status of 400 or more saves nothing but what was read."""
    site, person = site_of(request), person_of(request)
    database, at = site.database, site.now()
    assert database is not None, "the root application has no database"
    read: list[tuple[Person, dict[str, Any]]] = []
    try:
        with database.transaction(person=person, at=at) as plain:
            held = request.state.transaction = RequestTransaction(**vars(plain), read=read)
            yield held
            if getattr(request.state, "refused", False):
                raise _NothingSaved
            _note_reading(request, held)
            _keep_reader(request, held)
        remember(held, _readers_known(request))
    except _NothingSaved:
        with database.transaction(person=person, at=at) as plain:
            for plain.person, entry in read:
                plain.audit(**entry)
    finally:
        request.state.transaction = None


def _note_reading(request: Request, tx: RequestTransaction) -> None:
    """Who writes a page need not think of the audit: what a page has not said itself is said here.

    Nothing of the address but the case, and the name of the route: an address may hold a token.
    """
    service, route = site_of(request).service, request.scope.get("route")
    if request.method not in READ or tx.read or service is None or route is None:
        return
    if route.name not in service.reads_no_case_data:
        tx.audit("opened_page", case=case_in_path(request), subject=route.name, reading=True)


def _keep_reader(request: Request, tx: RequestTransaction) -> None:
    """Of somebody with an account who has read something: a role tells what is usual for them."""
    site = site_of(request)
    keeps = site.service is not None and audit_reader.name in site.service.metadata.tables
    if keeps and tx.read and tx.person.limited_to is None and bound_by_restrictions(tx.person):
        keep_reader(tx, site.settings.fingerprinting_key, _readers_known(request))


def _readers_known(request: Request) -> Known:
    """What this process remembers, so that an entry costs one look into a set."""
    known: Known = vars(request.app.state)["_state"].setdefault("readers_known", set())
    return known


async def transaction(request: Request) -> AsyncIterator[Transaction]:
    """The request's transaction; where ``ending_in_its_thread`` has not ended it, it ends here."""
    ending = Ending(_opened(request))
    # Nothing is asked of the database yet, unless somebody has to be found out first.
    held = await run_in_threadpool(ending.begin) if may_wait(request) else ending.begin()
    held.ending = ending
    try:
        yield held
    except BaseException as error:
        if not ending.is_over:
            await run_in_threadpool(ending.end, error)
        raise
    if not ending.is_over:
        await run_in_threadpool(ending.end)


# scope="function": without it FastAPI commits after the answer has been sent, and a failing commit
# would follow a 201.
Tx = Annotated[Transaction, Depends(transaction, scope="function")]
