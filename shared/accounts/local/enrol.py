"""Links to choose a password and set up codes: made by the command or by two people, good once, for a day."""

from datetime import timedelta
from secrets import token_urlsafe

from sqlalchemy import delete, insert, update

from shared.accounts.local.codes import new_recovery_codes, new_secret, recovery_hash, step_of_code
from shared.accounts.local.passwords import HASHER, password_faults
from shared.accounts.local.queries import open_enrolment
from shared.accounts.local.secrets_kept import seal, token_hash, unseal
from shared.accounts.local.tables import local_account, local_enrolment, local_recovery_code
from shared.errors import Fault, Invalid, NotFound
from shared.storage import Transaction

LINK_LASTS = timedelta(hours=24)
NO_LINK = "This link has been used or has run out. Ask for a new one."


def make_enrolment(tx: Transaction, *, name: str, secret: str) -> str:
    """The token of a new link; those before are no good any more. For who has been asked whether they may."""
    tx.session.execute(
        update(local_enrolment)
        .where(local_enrolment.c.name == name, local_enrolment.c.used_at.is_(None))
        .values(used_at=tx.at)
    )
    token = token_urlsafe(32)
    made = {"made_at": tx.at, "made_by": tx.person.id, "expires_at": tx.at + LINK_LASTS}
    sealed = seal(secret, name, new_secret())
    row = {"token_hash": token_hash(token), "name": name, "sealed_secret": sealed, **made}
    tx.session.execute(insert(local_enrolment).values(**row))
    tx.audit("make_enrolment_link", subject=name)
    return token


def enrolment(tx: Transaction, *, token: str, secret: str) -> tuple[str, str]:
    """Name of the account and secret of its codes. Raises NotFound, the same for every reason."""
    row = open_enrolment(tx, token)
    if row is None:
        raise NotFound(NO_LINK)
    return row.name, unseal(secret, row.name, row.sealed_secret)


def enrol(
    tx: Transaction, *, token: str, password: str, again: str, code: str, secret: str
) -> tuple[str, ...]:
    """The recovery codes, to be shown once. What the account had before is gone. Raises Invalid, NotFound."""
    row = open_enrolment(tx, token)
    if row is None:
        raise NotFound(NO_LINK)
    faults = password_faults(password, again, row.name)
    step = step_of_code(unseal(secret, row.name, row.sealed_secret), code, tx.at, 0)
    if step is None:
        faults.append(Fault("code", "This is not the code that the app shows now"))
    if faults:
        raise Invalid(faults)
    kept = {"password_hash": HASHER.hash(password), "sealed_secret": row.sealed_secret, "last_step": step}
    tx.session.execute(update(local_account).where(local_account.c.name == row.name).values(**kept))
    used = update(local_enrolment).where(local_enrolment.c.token_hash.in_([row.token_hash]))
    tx.session.execute(used.values(used_at=tx.at))
    codes = new_recovery_codes()
    tx.session.execute(delete(local_recovery_code).where(local_recovery_code.c.name == row.name))
    hashed = [{"code_hash": recovery_hash(row.name, each), "name": row.name} for each in codes]
    tx.session.execute(insert(local_recovery_code), hashed)
    tx.audit("enrol", subject=row.name)
    return codes
