"""The office or the chair records who chairs a meeting in the chair's place, and may sign its reviews off."""

from services.panel.domain.meetings.acting_chair import acting_chair_faults
from services.panel.queries.meetings import meeting_for_change
from services.panel.tables.acting_chairs import acting_chair
from shared.errors import Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def name_acting_chair(tx: Transaction, *, meeting_id: str, person_id: str, because: str) -> None:
    """Name somebody with a seat, or with "" nobody any longer. Invalid names every fault."""
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    if faults := list(acting_chair_faults(meeting, person_id, because)):
        raise Invalid(faults)
    named = {"meeting_id": meeting.id, "person_id": person_id, "because": because.strip()}
    by = {"named_by": tx.person.id, "named_by_name": tx.person.name, "named_at": tx.at}
    tx.session.execute(acting_chair.insert().values(**named, **by))
    tx.audit("name_acting_chair", subject=meeting.id, detail={"person": person_id})
