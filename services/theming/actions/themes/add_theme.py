"""A person adds a theme that no rule proposed: too rare for a cluster, still found by a reader."""

from services.theming.actions.confirming.as_seen import check_as_seen
from services.theming.actions.confirming.may_decide import check_may_decide
from services.theming.actions.confirming.note_decision import note_decision
from services.theming.domain.confirming.seen import Seen
from services.theming.domain.themes.codebook import Codebook
from services.theming.domain.themes.theme_confirmation import ThemeConfirmation
from services.theming.queries.codebooks import codebook_in_use
from services.theming.queries.standing import case_is_known, confirmations_of
from shared.errors import Fault, Invalid, NotFound
from shared.named_people import naming_faults
from shared.storage import Transaction


def add_theme(
    tx: Transaction,
    *,
    case: str,
    theme: str,
    reason: str,
    seen: Seen | None = None,
    names_nobody: bool = False,
) -> None:
    """Confirm ``theme`` by hand. ``names_nobody``: nobody is meant by what might be a name in the reason.

    Raises Invalid naming every fault, NotFound, TransitionRefused, and DecidedMeanwhile where somebody
    decided on it after the page was opened.
    """
    check_may_decide(tx, case)
    if not case_is_known(tx, case):
        raise NotFound("There is no case with this reference.")
    faults = _faults(codebook_in_use(tx), theme, reason)
    faults += naming_faults({"reason": reason}, names_nobody=names_nobody)
    if faults:
        raise Invalid(faults)
    check_as_seen(tx, case, seen, theme=theme)
    standing = confirmations_of(tx, case).get(theme)
    if standing is None:
        standing = ThemeConfirmation.not_proposed(case, theme, at=tx.at)
        tx.session.add(standing)
    standing.confirm(by=tx.person, at=tx.at, reason=reason)
    note_decision(tx, case=case, theme=theme, step="added", reason=reason)
    tx.audit("add_theme", case=case, subject=theme)


def _faults(codebook: Codebook, theme: str, reason: str) -> list[Fault]:
    faults = []
    if theme not in codebook.themes:
        faults.append(Fault("theme", "Choose a theme of the codebook"))
    if not reason:
        faults.append(Fault("reason", "Say what in the case shows this theme"))
    return faults
