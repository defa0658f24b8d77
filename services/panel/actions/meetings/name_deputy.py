"""The office names ahead who comes for a member; the deputy can read this meeting's papers from now on."""

from services.panel.domain.meetings.meeting_refusals import NotOnThePanel
from services.panel.queries.meetings import deputies_on, meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def name_deputy(tx: Transaction, *, meeting_id: str, person_id: str, deputy_id: str) -> None:
    """Refuses NotOnThePanel for somebody who is not the member's deputy that day, and MeetingHasBegun."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    if deputy_id not in {one.person_id for one in deputies_on(tx, meeting.held_on).get(person_id, [])}:
        raise NotOnThePanel("This person is not a deputy for that seat on the day of the meeting.")
    meeting.answered(person_id, "deputy", at=tx.at, deputy_id=deputy_id)
    tx.audit("name_deputy", subject=meeting.id, detail={"person": person_id, "deputy": deputy_id})
