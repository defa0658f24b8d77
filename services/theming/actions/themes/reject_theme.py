"""A person says that a theme is not true of a case. It is kept, with who and when, and not proposed again."""

from services.theming.queries.standing import confirmation_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def reject_theme(tx: Transaction, *, case: str, theme: str, reason: str = "") -> None:
    """Raises NotFound if it was never proposed, TransitionRefused if it is rejected already."""
    check(tx.person, Permission.CONFIRM_THEME)
    confirmation_for_change(tx, case, theme).reject(by=tx.person, at=tx.at, reason=reason)
    tx.audit("reject_theme", case=case, subject=theme)
