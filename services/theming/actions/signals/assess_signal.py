"""A person says what a signal probably is. It can be assessed again when more is known."""

from services.theming.actions.signals.keep_step import keep_step
from services.theming.queries.signals import signal_of
from shared.people import Permission, check
from shared.storage import Transaction


def assess_signal(
    tx: Transaction, *, signal_id: str, finding: str, outcome: str, names_nobody: bool = False
) -> None:
    """``names_nobody``: nobody is meant by what might be a name in the finding.

    Raises NotFound, Invalid naming every fault, TransitionRefused before it is seen or once closed.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    found = signal_of(tx, signal_id, to_change=True)
    found.assess(at=tx.at, finding=finding, outcome=outcome, names_nobody=names_nobody)
    keep_step(tx, signal_id=signal_id, step="assessed", text=finding, outcome=outcome)
