"""Somebody sends a release back to be changed, or who put it forward takes it back; with what to change."""

from services.theming.actions.releases.keep_round import keep_step
from services.theming.queries.releases import release_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def send_release_back(tx: Transaction, *, release_id: str, reason: str) -> None:
    """Raises Invalid without a reason, TransitionRefused unless it waits for a second person."""
    check(tx.person, Permission.PREPARE_RELEASE)
    release = release_for_change(tx, release_id)
    release.send_back(reason=reason)
    keep_step(tx, release, "sent_back", reason=reason)
