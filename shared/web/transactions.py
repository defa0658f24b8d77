"""One transaction per request, committed before the answer goes out."""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request

from shared.storage import Transaction
from shared.web.identity import person_of
from shared.web.site import site_of


class _NothingSaved(Exception):
    """Leaves the transaction without saving, after a page that refuses."""


def transaction(request: Request) -> Iterator[Transaction]:
    """The request's transaction. A page with a status of 400 or more saves nothing."""
    site = site_of(request)
    assert site.database is not None, "the root application has no database"
    try:
        with site.database.transaction(person=person_of(request), at=site.now()) as tx:
            yield tx
            if getattr(request.state, "refused", False):
                raise _NothingSaved
    except _NothingSaved:
        return


# scope="function": without it FastAPI commits after the answer has been sent, and a failing commit
# would follow a 201.
Tx = Annotated[Transaction, Depends(transaction, scope="function")]
