"""Whether an account is somebody's, as far as this installation knows: invented, local, or once signed in."""

from fastapi import Request

from shared.accounts.local.queries import account_called
from shared.people import Person
from shared.storage import Database
from shared.web.session import session_person, session_store
from shared.web.site import site_of


def known_person(request: Request, account: str) -> Person | None:
    """Who it is; None where nobody is known by it. An account that has ended is nobody's."""
    invented = site_of(request).personas.get(account)
    return invented or _local(request, account) or session_store(request).last_known(account)


def _local(request: Request, account: str) -> Person | None:
    site = site_of(request)
    accounts = site.root.state.accounts
    if not site.settings.local_accounts or not isinstance(accounts, Database):
        return None
    with accounts.transaction(person=session_person(request), at=site.now()) as tx:
        found = account_called(tx, account)
    return found.person if found and not found.ended else None
