"""Somebody signs in by name, password and code. Whatever is wrong, the answer and the work are the same."""

from dataclasses import asdict

from sqlalchemy import update

from shared.accounts.local.account import LocalAccount, plain_name
from shared.accounts.local.codes import recovery_hash, step_of_code
from shared.accounts.local.passwords import is_password
from shared.accounts.local.queries import account_called, failures_for_change
from shared.accounts.local.secrets_kept import digest, unseal
from shared.accounts.local.tables import local_account, local_failure, local_recovery_code
from shared.accounts.local.waits import ACCOUNT_MOST, ADDRESS_MOST, KNOWN_FOR, Failures, must_wait
from shared.people import Person
from shared.storage import Transaction

REFUSED = (
    "That was not right, or there were too many attempts. Check the name, the password and the code. "
    "If you are sure of them, wait a quarter of an hour and try with a new code."
)
_MOST = (ACCOUNT_MOST, ADDRESS_MOST, ACCOUNT_MOST)


def sign_in_locally(
    tx: Transaction, *, name: str, password: str, code: str, address: str, secret: str
) -> Person | None:
    """None for every reason there is; the failure is kept. As ``proven``, and the audit tells of it."""
    person = proven(tx, name=name, password=password, code=code, address=address, secret=secret)
    if person is not None:
        tx.audit("sign_in", subject=plain_name(name), detail={"way": "local"})
    return person


def proven(
    tx: Transaction, *, name: str, password: str, code: str, address: str, secret: str
) -> Person | None:
    """Whose account it is, if password and code are right; what it was asked for is the caller's to audit.

    ``address``: of who asks; ``secret``: the installation's.
    While somebody waits nothing is compared, whoever they are: waiting is told from nothing else.
    """
    name = plain_name(name)
    keys = [digest(secret, "account", name), digest(secret, "address", address)]
    keys.append(digest(secret, "pair", name, address))
    known = failures_for_change(tx, keys)
    account_failures, address_failures, pair_failures = known
    if must_wait(account_failures, address_failures, pair_failures, tx.at):
        return None
    account = account_called(tx, name)
    right = is_password(account.password_hash if account and account.enrolled else "", password)
    if account is None or not right or not _second_proof(tx, account, code, secret):
        for key, before, most in zip(keys, known, _MOST, strict=True):
            _keep(tx, key, before.failed(tx.at, most))
        return None
    for key in (keys[0], keys[2]):  # an address is not forgiven for one right guess among many
        _keep(tx, key, Failures(known_until=tx.at + KNOWN_FOR if key == keys[2] else None))
    return account.person


def _second_proof(tx: Transaction, account: LocalAccount, code: str, secret: str) -> bool:
    """A code of now that was not used, or a recovery code that was not: each is used up by it."""
    step = step_of_code(unseal(secret, account.name, account.sealed_secret), code, tx.at, account.last_step)
    if step is not None:
        later = (local_account.c.name == account.name, local_account.c.last_step < step)
        return bool(tx.session.execute(update(local_account).where(*later).values(last_step=step)).rowcount)  # type: ignore[attr-defined]
    kept = local_recovery_code.c
    mine = (
        kept.code_hash == recovery_hash(account.name, code),
        kept.name == account.name,
        kept.used_at.is_(None),
    )
    return bool(tx.session.execute(update(local_recovery_code).where(*mine).values(used_at=tx.at)).rowcount)  # type: ignore[attr-defined]


def _keep(tx: Transaction, key: str, failures: Failures) -> None:
    tx.session.execute(
        update(local_failure).where(local_failure.c.key_hash == key).values(**asdict(failures))
    )
