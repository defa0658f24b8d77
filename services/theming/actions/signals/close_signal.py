"""A person closes a signal that was assessed, with the reason, once it is clear who was told."""

from services.theming.actions.signals.keep_step import keep_step
from services.theming.queries.signals import signal_of, steps_of
from shared.people import Permission, check
from shared.storage import Transaction


def close_signal(
    tx: Transaction, *, signal_id: str, reason: str, nobody_to_tell: bool, names_nobody: bool = False
) -> None:
    """``names_nobody``: nobody is meant by what might be a name in the reason.

    Raises NotFound, Invalid naming every fault, TransitionRefused unless it was assessed.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    found = signal_of(tx, signal_id, to_change=True)
    told = any(each.step == "told" for each in steps_of(tx, signal_id))
    asked = {"somebody_was_told": told, "nobody_to_tell": nobody_to_tell, "names_nobody": names_nobody}
    found.close(at=tx.at, reason=reason, **asked)
    keep_step(tx, signal_id=signal_id, step="closed", text=reason)
