"""Tell the other services that a panel met: when its meeting closes, and when its register is put right."""

from services.panel.domain.meetings.meeting_told import panel_meeting_held
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.meetings_told import (
    cases_not_reached,
    lines_put_right,
    meeting_as_kept,
    meetings_to_tell,
)
from shared.service import Step
from shared.storage import Transaction
from shared.storage.case_scope import for_the_record

AT_A_TIME = 100


def tell_of_meeting(tx: Transaction, meeting: PanelMeeting) -> None:
    """Part of the action that closed it or put its register right, which has asked whether it may."""
    with for_the_record(tx) as record:  # what is published counts every case, whoever closes the meeting
        corrections = lines_put_right(record, meeting.id)
        left = cases_not_reached(record, meeting.id)
        whole = meeting_as_kept(record, meeting.id)
    tx.publish(panel_meeting_held(whole, corrections=corrections, not_reached=left))


def telling_of_earlier_meetings() -> Step:
    """The step that tells once of what closed before meetings were told; True while there is more.

    Whoever closes a meeting now tells of it, so a process that has found nothing does not look again.
    """
    done = False

    def tell_of_earlier_meetings(tx: Transaction) -> bool:
        nonlocal done
        meetings = [] if done else meetings_to_tell(tx, limit=AT_A_TIME)
        for meeting in meetings:
            tell_of_meeting(tx, meeting)
            tx.audit("tell_of_meeting", subject=meeting.id)
        done = not meetings
        return not done

    return tell_of_earlier_meetings
