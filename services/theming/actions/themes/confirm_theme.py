"""A person confirms that a theme is true of a case: from now on it counts."""

from services.theming.actions.confirming.keep_judgements import accept_every_sentence
from services.theming.actions.confirming.may_decide import check_may_decide, check_stands
from services.theming.actions.confirming.note_decision import note_decision
from services.theming.queries.standing import confirmation_for_change
from shared.storage import Transaction


def confirm_theme(tx: Transaction, *, case: str, theme: str, reason: str = "") -> None:
    """Raises NotFound if it was never proposed, TransitionRefused if it is confirmed already, or is a theme
    of this panel's own that was withdrawn.
    """
    check_may_decide(tx, case)
    standing = confirmation_for_change(tx, case, theme)
    check_stands(tx, theme)
    standing.confirm(by=tx.person, at=tx.at, reason=reason)
    accept_every_sentence(tx, case=case, theme=theme)
    note_decision(tx, case=case, theme=theme, step="confirmed", reason=reason)
    tx.audit("confirm_theme", case=case, subject=theme)
