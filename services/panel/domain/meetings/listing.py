"""Whether a case may go on the agenda of one meeting."""

from datetime import date

from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.agenda import may_be_listed, why_not_listed
from services.panel.domain.meetings.meeting_refusals import AlreadyOnTheAgenda, CaseCannotBeListed
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.panels import reviewed_before
from shared.errors import Fault

ONLY_NOT_YET_REVIEWED = "A panel has reviewed it before, and this panel takes only cases not yet reviewed."


def check_listing(meeting: PanelMeeting, case: ReviewCase, *, on: date) -> None:
    """Refuse CaseCannotBeListed with the reasons, or AlreadyOnTheAgenda; nothing is changed."""
    if any(item.case_reference == case.reference for item in meeting.agenda):
        raise AlreadyOnTheAgenda("Nothing has been changed.")
    if not may_be_listed(case):
        raise CaseCannotBeListed(" ".join(why_not_listed(case, on)))
    if reviewed_before(case) and meeting.type.not_yet_reviewed:
        raise CaseCannotBeListed(ONLY_NOT_YET_REVIEWED)


def late_faults(meeting: PanelMeeting, late_because: str) -> list[Fault]:
    """The reason that a late item needs, where it is missing."""
    if not meeting.needs_reason_to_list or late_because.strip():
        return []
    return [Fault("late_because", "Say why the case comes after the agenda has gone out")]
