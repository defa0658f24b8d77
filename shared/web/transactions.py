"""One transaction per request, committed before the answer goes out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Depends, Request

from shared.people import Person
from shared.storage import Transaction
from shared.web.identity import person_of
from shared.web.site import site_of


class _NothingSaved(Exception):
    """Leaves the transaction without saving, after a page that refuses."""


@dataclass
class RequestTransaction(Transaction):
    """Remembers what was read: a page that saves nothing has still been seen by somebody."""

    read: list[tuple[Person, dict[str, Any]]] = field(default_factory=list)

    def audit(self, action: str, *, reading: bool = False, **what: Any) -> None:
        super().audit(action, reading=reading, **what)
        if reading:
            self.read.append((self.person, {"action": action, "reading": True, **what}))


def transaction(request: Request) -> Iterator[Transaction]:
    """The request's transaction. A page with a status of 400 or more saves nothing but what was read."""
    site, person = site_of(request), person_of(request)
    database, at = site.database, site.now()
    assert database is not None, "the root application has no database"
    read: list[tuple[Person, dict[str, Any]]] = []
    try:
        with database.transaction(person=person, at=at) as plain:
            yield RequestTransaction(**vars(plain), read=read)
            if getattr(request.state, "refused", False):
                raise _NothingSaved
    except _NothingSaved:
        with database.transaction(person=person, at=at) as plain:
            for plain.person, entry in read:
                plain.audit(**entry)


# scope="function": without it FastAPI commits after the answer has been sent, and a failing commit
# would follow a 201.
Tx = Annotated[Transaction, Depends(transaction, scope="function")]
