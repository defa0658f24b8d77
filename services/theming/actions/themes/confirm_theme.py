"""A person confirms that a theme is true of a case: from now on it counts."""

from services.theming.queries.standing import confirmation_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def confirm_theme(tx: Transaction, *, case: str, theme: str, reason: str = "") -> None:
    """Raises NotFound if it was never proposed, TransitionRefused if it is confirmed already."""
    check(tx.person, Permission.CONFIRM_THEME)
    confirmation_for_change(tx, case, theme).confirm(by=tx.person, at=tx.at, reason=reason)
    tx.audit("confirm_theme", case=case, subject=theme)
