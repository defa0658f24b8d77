"""Reads of local accounts, for the actions that have asked whether they may."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from shared.accounts.local.account import LocalAccount
from shared.accounts.local.secrets_kept import token_hash
from shared.accounts.local.tables import local_account, local_enrolment, local_failure, local_reset
from shared.accounts.local.waits import Failures
from shared.people import Role
from shared.storage import Transaction

_COLUMNS = [local_account.c[name] for name in LocalAccount.__dataclass_fields__]


def account_called(tx: Transaction, name: str) -> LocalAccount | None:
    row = tx.session.execute(select(*_COLUMNS).where(local_account.c.name == name)).mappings().one_or_none()
    return _account(dict(row)) if row else None


def all_accounts(tx: Transaction) -> list[LocalAccount]:
    """Everybody's, by name."""
    rows = tx.session.execute(select(*_COLUMNS).order_by(local_account.c.name)).mappings()
    return [_account(dict(row)) for row in rows]


def _account(row: dict[str, Any]) -> LocalAccount:
    known = {role.value for role in Role}
    roles = frozenset(Role(each) for each in row.pop("roles") if each in known)
    return LocalAccount(roles=roles, **row)


def open_enrolment(tx: Transaction, token: str) -> Any:
    """The row of a link that can be used now, locked; None for any other."""
    row = local_enrolment.c
    hashed = token_hash(token)
    mine = row.token_hash.in_([hashed])
    wanted = select(local_enrolment).where(mine, row.used_at.is_(None), row.expires_at > tx.at)
    return tx.session.execute(wanted.with_for_update()).one_or_none()


def failures_for_change(tx: Transaction, keys: Sequence[str]) -> list[Failures]:
    """What is known of each key, its row locked: guesses at once are judged one after the other."""
    rows = [{"key_hash": key, "times": 0} for key in sorted(keys)]
    tx.session.execute(insert(local_failure).on_conflict_do_nothing(), rows)
    kept = local_failure.c
    wanted = select(local_failure).where(kept.key_hash.in_(keys)).order_by(kept.key_hash).with_for_update()
    found = {row["key_hash"]: dict(row) for row in tx.session.execute(wanted).mappings()}
    return [Failures(**{name: found[key][name] for name in Failures.__dataclass_fields__}) for key in keys]


def open_resets(tx: Transaction) -> Sequence[Any]:
    """Those to which nobody has agreed yet, the oldest first."""
    waiting = select(local_reset).where(local_reset.c.agreed_at.is_(None))
    return tx.session.execute(waiting.order_by(local_reset.c.asked_at)).all()


def reset_for_change(tx: Transaction, id_: str) -> Any:
    wanted = select(local_reset).where(local_reset.c.id == id_, local_reset.c.agreed_at.is_(None))
    return tx.session.execute(wanted.with_for_update()).one_or_none()
