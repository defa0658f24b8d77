"""Counting a sign-in that failed, from wherever it is tried."""

from fastapi import Request

from shared.accounts.failed_sign_ins import count_failed
from shared.storage import Database
from shared.web.site import site_of


def count_failed_sign_in(request: Request, way: str, reason: str) -> None:
    """One more. Without an accounts database, in a demonstration, nobody counts. Waits for the database."""
    site = site_of(request)
    accounts: Database | None = site.root.state.accounts
    if accounts:
        count_failed(accounts, way=way, reason=reason, at=site.now())
