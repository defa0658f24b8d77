"""A pack is taken out of use, with the reason. It and its files stay on record."""

from services.theming.domain.london_days import london_day
from services.theming.domain.packs.editions import withdraw_replaced
from services.theming.queries.packs import editions_of, pack_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_pack(tx: Transaction, *, pack_id: str, reason: str) -> None:
    """What it had replaced does not come back.

    Raises Invalid without a reason, TransitionRefused if it is withdrawn already.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    editions = editions_of(tx, pack_id)
    pack = pack_for_change(tx, pack_id)
    withdraw_replaced(pack, editions, by=tx.person, at=tx.at, day=london_day(tx.at))
    pack.withdraw(by=tx.person, at=tx.at, reason=reason)
    tx.audit("withdraw_pack", subject=pack.id)
