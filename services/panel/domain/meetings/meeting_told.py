"""What the other services are told of a meeting that was held: counts of seats, and nobody's name."""

from services.panel.domain.meetings.meetings import PanelMeeting
from shared.contracts import PanelMeetingHeld


def panel_meeting_held(meeting: PanelMeeting, *, corrections: int, not_reached: int) -> PanelMeetingHeld:
    """``corrections``: lines of its register put right since it closed. ``not_reached``: cases left over."""
    return PanelMeetingHeld.model_validate(
        {
            "meeting": meeting.id,
            "version": corrections + 1,
            "held_on": meeting.held_on,
            "planned_on": meeting.planned_on,
            "panel_type": meeting.kind,
            "seats": meeting.tally_in_words,
            "sectors_missing": meeting.sectors.missing,
            "cases_discussed": len(meeting.agenda) - not_reached,
        }
    )
