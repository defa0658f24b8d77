"""Local accounts, kept on the machine that serves them: the only way to the first one."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.accounts.app import NAME
from shared.accounts.kept_sessions import KeptSessions
from shared.accounts.local.administer import add_account, end_account, give_roles
from shared.accounts.web_session import Which
from shared.people import SYSTEM
from shared.settings import Settings, SettingsError
from shared.storage import Database, Transaction
from shared.web.site import clock


def added(settings: Settings, name: str, person_name: str, organisation: str, roles: list[str]) -> str:
    """The link with which its person sets it up: good once, for a day."""
    with _accounts(settings) as (_, tx):
        token = add_account(
            tx,
            name=name,
            person_name=person_name,
            organisation=organisation,
            roles=roles,
            secret=settings.secret_key.get_secret_value(),
        )
    return f"{settings.public_url.rstrip('/')}/sign-in/enrol/{token}"


def given_roles(settings: Settings, name: str, roles: list[str]) -> None:
    """Whoever is signed in with it is signed out, and has the roles when they sign in again."""
    with _accounts(settings) as (database, tx):
        give_roles(tx, name=name, roles=roles)
        KeptSessions(database).end(Which(person_id=name), tx.at, "roles changed")


def ended(settings: Settings, name: str) -> None:
    with _accounts(settings) as (database, tx):
        end_account(tx, name=name)
        KeptSessions(database).end(Which(person_id=name), tx.at, "account ended")


@contextmanager
def _accounts(settings: Settings) -> Iterator[tuple[Database, Transaction]]:
    if not settings.local_accounts:
        raise SettingsError("There are no local accounts here: set CDOP_LOCAL_ACCOUNTS=true.")
    database = Database(NAME, settings.accounts_database_url, pool_size=2)
    try:
        with database.transaction(person=SYSTEM, at=clock()) as tx:
            yield database, tx
    finally:
        database.close()
