"""Somebody outside the office was told of a signal: recorded as long as it is open."""

from collections.abc import Sequence
from datetime import date

from services.theming.actions.signals.keep_step import keep_step
from services.theming.domain.london_days import london_day
from services.theming.domain.signals.signal import told_faults
from services.theming.queries.signals import signal_of
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def tell_about_signal(
    tx: Transaction, *, signal_id: str, whom: str, told_on: date | None, unreadable: Sequence[Fault] = ()
) -> None:
    """Raises NotFound, Invalid naming every fault, TransitionRefused once it is closed.

    ``unreadable``: what could not be read of the day as typed; it stands for the day that is missing.
    """
    check(tx.person, Permission.CONFIRM_THEME)
    signal_of(tx, signal_id, to_change=True).check_open()
    faults = told_faults(whom, told_on, london_day(tx.at))
    if unreadable:
        faults = [each for each in faults if each.field != "told_on"] + list(unreadable)
    if faults:
        raise Invalid(faults)
    keep_step(tx, signal_id=signal_id, step="told", whom=whom, told_on=told_on)
