"""A person confirms that a theme is true of a case: from now on it counts."""

from services.theming.actions.confirming.as_seen import check_as_seen
from services.theming.actions.confirming.keep_judgements import accept_every_sentence
from services.theming.actions.confirming.may_decide import check_may_decide, check_stands
from services.theming.actions.confirming.note_decision import note_decision
from services.theming.domain.confirming.seen import Seen
from services.theming.queries.judging import sentences_of_themes
from services.theming.queries.standing import confirmation_for_change
from shared.storage import Transaction


def confirm_theme(
    tx: Transaction, *, case: str, theme: str, reason: str = "", seen: Seen | None = None
) -> None:
    """``seen``: what the page showed on which it is decided; only sentences that stood there are accepted.

    Raises NotFound if it was never proposed, DecidedMeanwhile where it is not as it was seen,
    TransitionRefused if it is confirmed already, or is a theme of this panel's own that was withdrawn.
    """
    check_may_decide(tx, case)
    standing = confirmation_for_change(tx, case, theme)
    found = sentences_of_themes(tx, case, [theme])[theme]
    check_as_seen(tx, case, seen, theme=theme, now=found.mark)
    check_stands(tx, theme)
    standing.confirm(by=tx.person, at=tx.at, reason=reason)
    accept_every_sentence(tx, case=case, found=found)
    note_decision(tx, case=case, theme=theme, step="confirmed", reason=reason)
    tx.audit("confirm_theme", case=case, subject=theme)
