"""A person says that a theme is not true of a case. It is kept, with who and when, and not proposed again."""

from services.theming.actions.confirming.as_seen import check_as_seen
from services.theming.actions.confirming.keep_judgements import reject_every_sentence
from services.theming.actions.confirming.may_decide import check_may_decide
from services.theming.actions.confirming.note_decision import note_decision
from services.theming.domain.confirming.seen import Seen
from services.theming.queries.judging import sentences_of_themes
from services.theming.queries.standing import confirmation_for_change
from shared.storage import Transaction


def reject_theme(
    tx: Transaction, *, case: str, theme: str, reason: str = "", seen: Seen | None = None
) -> None:
    """``seen``: what the page showed on which it is decided. Raises NotFound if it was never proposed,
    DecidedMeanwhile where it is not as it was seen, TransitionRefused if it is rejected already.
    """
    check_may_decide(tx, case)
    standing = confirmation_for_change(tx, case, theme)
    found = sentences_of_themes(tx, case, [theme])[theme]
    check_as_seen(tx, case, seen, theme=theme, now=found.mark)
    standing.reject(by=tx.person, at=tx.at, reason=reason)
    reject_every_sentence(tx, case=case, found=found)
    note_decision(tx, case=case, theme=theme, step="rejected", reason=reason)
    tx.audit("reject_theme", case=case, subject=theme)
