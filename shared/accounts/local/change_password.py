"""Somebody chooses a new password for their own account; the old one and a code prove that it is theirs."""

from sqlalchemy import update

from shared.accounts.local.passwords import HASHER, password_faults
from shared.accounts.local.queries import account_called
from shared.accounts.local.sign_in_locally import proven
from shared.accounts.local.tables import local_account
from shared.errors import Fault, NotFound
from shared.storage import Transaction

NOT_PROVEN = (
    "That was not right, or there were too many attempts. Check the password that you have now and the code. "
    "If you are sure of them, wait a quarter of an hour and try with a new code."
)


def change_password(
    tx: Transaction, *, old: str, code: str, password: str, again: str, address: str, secret: str
) -> list[Fault]:
    """Every fault; none if it is changed. They are given and not raised, so that a wrong guess stays counted.

    ``address``: of who asks; ``secret``: the installation's. Raises NotFound for who has no account here.
    A code is not used up by a new password that may not be chosen.
    """
    account = account_called(tx, tx.person.id)
    if account is None or account.ended:
        raise NotFound("You have no account here whose password could be changed.")
    faults = password_faults(password, again, account.name)
    if password == old:  # allow secret-compared: both typed by the same person
        faults.append(Fault("password", "Choose a password that is not the one you have"))
    if faults:
        return faults
    if proven(tx, name=account.name, password=old, code=code, address=address, secret=secret) is None:
        return [Fault("old", NOT_PROVEN)]
    changed = update(local_account).where(local_account.c.name == account.name)
    tx.session.execute(changed.values(password_hash=HASHER.hash(password)))
    tx.audit("change_password", subject=account.name)
    return []
