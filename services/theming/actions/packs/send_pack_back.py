"""Somebody sends a pack back to be written on, or who put it forward takes it back; with what to change."""

from services.theming.queries.packs import pack_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def send_pack_back(tx: Transaction, *, pack_id: str, reason: str) -> None:
    """Raises Invalid without a reason, TransitionRefused unless it waits for a second person."""
    check(tx.person, Permission.CONFIRM_THEME)
    pack = pack_for_change(tx, pack_id)
    pack.send_back(reason=reason)
    tx.audit("send_pack_back", subject=pack.id, detail={"round": pack.round})
