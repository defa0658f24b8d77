"""After a restore: case references that the old place may have given since the backup are left out."""

from sqlalchemy import update

from services.notifications.tables.notification import reference_counter
from shared.storage import Transaction

LEFT_OUT = 100  # far more than any panel is notified of between two backups


def leave_out_references(tx: Transaction) -> None:
    """Go on ``LEFT_OUT`` later in every year: a reference somebody wrote down never means another child."""
    tx.session.execute(update(reference_counter).values(last=reference_counter.c.last + LEFT_OUT))
    tx.audit("leave_out_references", detail={"left_out": LEFT_OUT})
