"""The day on which something is done."""

from datetime import date

from services.notifications.domain.clocks.moments import LONDON
from shared.storage import Transaction


def today(tx: Transaction) -> date:
    """The date in London."""
    return tx.at.astimezone(LONDON).date()
