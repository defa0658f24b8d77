"""The chair or the office says that a meeting has not started after all: a button pressed too early."""

from services.panel.actions.meetings.keep_step import keep_step
from services.panel.domain.cases.case_status import SIGNED_OFF, CaseStatus
from services.panel.domain.meetings.meeting_steps import take_start_back as back_to_the_agenda
from services.panel.queries.cases import case_for_change
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def take_start_back(tx: Transaction, *, meeting_id: str, because: str) -> None:
    """Back to the published agenda; what was written in between stays.

    Invalid without a reason. MeetingCannotMove once a case has been signed off at it.
    """
    check(tx.person, Permission.RECORD_ATTENDANCE)
    meeting = meeting_for_change(tx, meeting_id)
    with tx.seen_by_the_system():  # also a case in which the chair has an interest: where it stands, no more
        cases = [case_for_change(tx, case) for case in sorted(item.case_reference for item in meeting.agenda)]
    decided = sum(case.status in SIGNED_OFF | {CaseStatus.REVIEWED} for case in cases)
    back_to_the_agenda(meeting, because=because, decided=decided)
    keep_step(tx, meeting, "not_started", because)
    tx.audit("take_start_back", subject=meeting.id)
