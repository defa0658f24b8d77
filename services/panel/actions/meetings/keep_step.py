"""The step that somebody takes with a meeting is kept beside it, with the reason where one is asked for."""

from services.panel.domain.meetings.meeting_steps import MeetingStep
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.tables.meeting_steps import meeting_step
from shared.storage import Transaction


def keep_step(tx: Transaction, meeting: PanelMeeting, step: str, because: str = "") -> None:
    """Part of the action that takes the step, which has asked whether it may: ``step`` is a key of STEPS."""
    kept = MeetingStep(step, tx.at, tx.person.name, because.strip())
    taken = {"taken_by": tx.person.id, "taken_by_name": kept.by_name, "taken_at": kept.at}
    row = {"meeting_id": meeting.id, "step": kept.step, "because": kept.because}
    tx.session.flush()
    tx.session.execute(meeting_step.insert().values(**row, **taken))
