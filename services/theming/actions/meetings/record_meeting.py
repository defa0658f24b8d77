"""A panel met, or the register of its meeting was put right: kept for the reports, each version."""

from sqlalchemy.dialects.postgresql import insert

from services.theming.tables import meeting_held
from shared.contracts import PanelMeetingHeld
from shared.storage import Transaction


def record_meeting(tx: Transaction, event: PanelMeetingHeld) -> None:
    """Told twice, it is kept once: since when it is known stays the first."""
    row = event.model_dump(mode="json") | {"held_on": event.held_on, "planned_on": event.planned_on}
    kept = insert(meeting_held).values(**row, known_from=tx.at)
    tx.session.execute(kept.on_conflict_do_nothing())
    tx.audit("record_meeting", subject=event.meeting, detail={"version": event.version})
