"""Accounts are added, given roles and ended by the command; reset by two people, neither its owner."""

from collections.abc import Collection
from uuid import uuid4

from sqlalchemy import insert, update

from shared.accounts.local.account import account_faults, plain_name
from shared.accounts.local.enrol import make_enrolment
from shared.accounts.local.queries import account_called, reset_for_change
from shared.accounts.local.tables import local_account, local_reset
from shared.errors import Conflict, Fault, Invalid, NotFound
from shared.people import Permission, check
from shared.storage import Transaction

NO_ACCOUNT = "There is no such account."


def add_account(
    tx: Transaction, *, name: str, person_name: str, organisation: str, roles: Collection[str], secret: str
) -> str:
    """The token of the link by which its person enrols. Raises Invalid, Conflict where the name is taken."""
    check(tx.person, Permission.ADD_LOCAL_ACCOUNTS)
    name = plain_name(name)
    if faults := account_faults(name, person_name, roles):
        raise Invalid(faults)
    if account_called(tx, name):
        raise Conflict("There is an account of this name already.")
    about = {"name": name, "person_name": person_name.strip(), "organisation": organisation.strip()}
    by = {"added_at": tx.at, "added_by": tx.person.id}
    tx.session.execute(insert(local_account).values(**about, **by, roles=sorted(roles)))
    tx.audit("add_account", subject=name, detail={"roles": sorted(roles)})
    return make_enrolment(tx, name=name, secret=secret)


def give_roles(tx: Transaction, *, name: str, roles: Collection[str]) -> None:
    """From the next sign-in on. Raises Invalid, NotFound."""
    check(tx.person, Permission.ADD_LOCAL_ACCOUNTS)
    account = account_called(tx, plain_name(name))
    if account is None:
        raise NotFound(NO_ACCOUNT)
    if faults := account_faults(account.name, account.person_name, roles):
        raise Invalid(faults)
    changed = update(local_account).where(local_account.c.name == account.name)
    tx.session.execute(changed.values(roles=sorted(roles)))
    tx.audit("give_roles", subject=account.name, detail={"roles": sorted(roles)})


def end_account(tx: Transaction, *, name: str) -> None:
    """It signs in no more. Raises NotFound."""
    check(tx.person, Permission.ADD_LOCAL_ACCOUNTS)
    account = account_called(tx, plain_name(name))
    if account is None:
        raise NotFound(NO_ACCOUNT)
    tx.session.execute(update(local_account).where(local_account.c.name == account.name).values(ended=True))
    tx.audit("end_account", subject=account.name)


def ask_for_reset(tx: Transaction, *, name: str, reason: str) -> str:
    """Its id. Raises NotFound, Invalid; Conflict for one's own account."""
    check(tx.person, Permission.RESET_LOCAL_ACCOUNTS)
    account = account_called(tx, plain_name(name))
    if account is None or account.ended:
        raise NotFound(NO_ACCOUNT)
    if account.name == tx.person.id:
        raise Conflict("Two other people reset an account: ask a colleague.")
    if len(reason.strip()) < 5 or len(reason) > 500:
        raise Invalid([Fault("reason", "Say why, in 5 to 500 characters")])
    row = {"id": uuid4().hex, "name": account.name, "reason": reason, "asked_by": tx.person.id}
    tx.session.execute(insert(local_reset).values(**row, asked_at=tx.at))
    tx.audit("ask_for_reset", subject=account.name)
    return row["id"]


def agree_to_reset(tx: Transaction, *, reset_id: str, secret: str) -> str:
    """The token of a new link. What the account has stays good until the link is used. NotFound, Conflict."""
    check(tx.person, Permission.RESET_LOCAL_ACCOUNTS)
    row = reset_for_change(tx, reset_id.replace("\0", ""))
    if row is None:
        raise NotFound("Nothing waits under this number.")
    if tx.person.id in (row.asked_by, row.name):
        raise Conflict("Somebody else has to agree: neither who asked nor whose account it is.")
    agreed = update(local_reset).where(local_reset.c.id == row.id)
    tx.session.execute(agreed.values(agreed_by=tx.person.id, agreed_at=tx.at))
    tx.audit("agree_to_reset", subject=row.name)
    return make_enrolment(tx, name=row.name, secret=secret)
