"""Local accounts, kept on the machine that serves them: the only way to the first one."""

from collections.abc import Iterator
from contextlib import contextmanager

from shared.accounts.app import NAME
from shared.accounts.kept_sessions import KeptSessions
from shared.accounts.local.account import plain_name
from shared.accounts.local.administer import add_account, end_account, give_roles
from shared.accounts.web_session import Which
from shared.people import SYSTEM
from shared.settings import Settings, SettingsError
from shared.storage import Database
from shared.web.site import clock


def added(settings: Settings, name: str, person_name: str, organisation: str, roles: list[str]) -> str:
    """The link with which its person sets it up: good once, for a day."""
    with _accounts(settings) as database, database.transaction(person=SYSTEM, at=clock()) as tx:
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
    with _accounts(settings) as database:
        with database.transaction(person=SYSTEM, at=clock()) as tx:
            give_roles(tx, name=name, roles=roles)
        _sign_out(database, name, "roles changed")


def ended(settings: Settings, name: str) -> None:
    """Nobody signs in with it any more, and whoever is signed in with it is signed out."""
    with _accounts(settings) as database:
        with database.transaction(person=SYSTEM, at=clock()) as tx:
            end_account(tx, name=name)
        _sign_out(database, name, "account ended")


def _sign_out(database: Database, name: str, why: str) -> None:
    """When the change stands, and not before: nobody comes back in between as who they were."""
    KeptSessions(database).end(Which(person_id=plain_name(name)), clock(), why)


@contextmanager
def _accounts(settings: Settings) -> Iterator[Database]:
    if not settings.local_accounts:
        raise SettingsError("There are no local accounts here: set CDOP_LOCAL_ACCOUNTS=true.")
    database = Database(
        NAME, settings.accounts_database_url, pool_size=2, marking=settings.marking_keys(NAME)
    )
    try:
        yield database
    finally:
        database.close()
