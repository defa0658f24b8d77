"""Each step about a signal is kept, with who took it and when."""

from datetime import timedelta

from sqlalchemy import insert

from services.theming.queries.signals import steps_of
from services.theming.tables import signal_step
from shared.storage import Transaction

#: The same again from the same person within this time is a button that was pressed twice.
PRESSED_TWICE = timedelta(minutes=1)


def keep_step(tx: Transaction, *, signal_id: str, step: str, **told: object) -> None:
    """``told``: what was written, its outcome, or whom it was told to and on which day.

    The signal is locked by then. A step that was pressed twice is kept once.
    """
    given = {"step": step, "by": tx.person.id, **told}
    for last in steps_of(tx, signal_id)[-1:]:
        same = all(getattr(last, name) == value for name, value in given.items())
        if same and tx.at - last.at <= PRESSED_TWICE:
            return
    row = {"signal_id": signal_id, "by_name": tx.person.name, "at": tx.at, **given}
    tx.session.execute(insert(signal_step).values(row))
    tx.audit(f"{step}_signal", subject=signal_id)
