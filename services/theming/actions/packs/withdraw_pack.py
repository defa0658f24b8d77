"""A pack is taken out of use, with the reason. It and its files stay on record."""

from services.theming.queries.packs import pack_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_pack(tx: Transaction, *, pack_id: str, reason: str) -> None:
    """Raises Invalid without a reason, TransitionRefused if it is withdrawn already."""
    check(tx.person, Permission.CONFIRM_THEME)
    pack = pack_for_change(tx, pack_id)
    pack.withdraw(by=tx.person, at=tx.at, reason=reason)
    tx.audit("withdraw_pack", subject=pack.id)
