"""A person withdraws a theme of this panel's own: it is proposed no more, and what people decided stays."""

from dataclasses import replace

from services.theming.actions.discovery.change_local_theme import check_is_newest, why_faults
from services.theming.actions.discovery.keep_local_theme import keep_local_theme
from services.theming.domain.london_days import london_day
from services.theming.queries.local_themes import local_theme_of
from shared.errors import Invalid, TransitionRefused
from shared.named_people import naming_faults
from shared.people import Permission, check
from shared.storage import Transaction


def withdraw_local_theme(
    tx: Transaction, *, theme: str, version: int, reason: str, names_nobody: bool = False
) -> None:
    """``version``: the one that the person saw. Proposals nobody decided lapse once the codebook without it
    is adopted. Every version of it is kept, and it may be taken up again.

    Raises NotFound, TransitionRefused where it is withdrawn, Conflict where it has changed, Invalid.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    before = local_theme_of(tx, theme)
    if before.withdrawn_on:
        raise TransitionRefused("This theme is withdrawn already.")
    check_is_newest(before, version)
    faults = why_faults(reason, "Say why it is withdrawn")
    if faults := faults + naming_faults({"reason": reason}, names_nobody=names_nobody):
        raise Invalid(faults)
    after = replace(before, version=before.version + 1, withdrawn_on=london_day(tx.at))
    keep_local_theme(tx, after, reason=reason)
    tx.audit("withdraw_local_theme", subject=theme, detail={"version": after.version})
