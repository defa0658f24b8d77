"""A release is withdrawn with a reason. It stays on record, and among what is out if it went out.

Who prepares one may withdraw it while it is being prepared; what went further is for the office.
"""

from services.theming.actions.releases.keep_round import keep_step
from services.theming.queries.releases import release_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_release(tx: Transaction, *, release_id: str, reason: str) -> None:
    """Raises Invalid without a reason, TransitionRefused if it is withdrawn already."""
    check(tx.person, Permission.PREPARE_RELEASE)
    release = release_for_change(tx, release_id)
    if not release.open:
        check(tx.person, Permission.RELEASE_STATISTICS)
    release.withdraw(by=tx.person, at=tx.at, reason=reason)
    keep_step(tx, release, "withdrawn", reason=reason)
