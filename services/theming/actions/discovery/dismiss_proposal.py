"""A person finds that a proposal of discovery is no theme. It is kept, and does not come back."""

from sqlalchemy import update

from services.theming.domain.themes.theme_confirmation import reason_faults
from services.theming.queries.discovery import proposal
from services.theming.tables import discovered_theme
from shared.errors import Fault, Invalid, TransitionRefused
from shared.named_people import naming_faults
from shared.people import Permission, check
from shared.storage import Transaction

SETTLED = ("dismissed", "promoted")
SETTLED_SINCE = "Somebody has settled this proposal since you opened the page."


def dismiss_proposal(tx: Transaction, *, number: int, reason: str, names_nobody: bool = False) -> None:
    """Raises NotFound, Invalid naming every fault, TransitionRefused when it was settled before."""
    check(tx.person, Permission.CONFIRM_THEME)
    found = proposal(tx, number)
    faults = reason_faults(reason) + ([] if reason else [Fault("reason", "Say why this is no theme")])
    faults += naming_faults({"reason": reason}, names_nobody=names_nobody)
    if faults:
        raise Invalid(faults)
    settle(tx, number, found.status, "dismissed", reason=reason)
    tx.audit("dismiss_proposal", subject=str(number))


def settle(tx: Transaction, number: int, before: str, after: str, **more: object) -> None:
    """Raises TransitionRefused unless nobody has settled it."""
    by = {"decided_by": tx.person.id, "decided_by_name": tx.person.name, "decided_at": tx.at}
    open_still = (discovered_theme.c.id == number) & discovered_theme.c.status.in_(("proposed", "past"))
    moved = update(discovered_theme).where(open_still).values(status=after, **by, **more)
    if before in SETTLED or not tx.session.execute(moved.returning(discovered_theme.c.id)).all():
        raise TransitionRefused(SETTLED_SINCE)
