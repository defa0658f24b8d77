"""A person of the office has seen a signal: it is theirs to assess."""

from services.theming.actions.signals.keep_step import keep_step
from services.theming.queries.signals import signal_of
from shared.people import Permission, check
from shared.storage import Transaction


def see_signal(tx: Transaction, *, signal_id: str) -> None:
    """Raises NotFound, TransitionRefused when somebody has seen it before."""
    check(tx.person, Permission.CONFIRM_THEME)
    found = signal_of(tx, signal_id, to_change=True)
    found.see(at=tx.at)
    keep_step(tx, signal_id=signal_id, step="seen")
