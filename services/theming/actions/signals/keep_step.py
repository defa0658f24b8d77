"""Each step about a signal is kept, with who took it and when."""

from sqlalchemy import insert

from services.theming.tables import signal_step
from shared.storage import Transaction


def keep_step(tx: Transaction, *, signal_id: str, step: str, **told: object) -> None:
    """``told``: what was written, its outcome, or whom it was told to and on which day."""
    by = {"by": tx.person.id, "by_name": tx.person.name, "at": tx.at}
    tx.session.execute(insert(signal_step).values(signal_id=signal_id, step=step, **told, **by))
    tx.audit(f"{step}_signal", subject=signal_id)
