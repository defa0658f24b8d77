"""What the manager should look at before an agenda goes out, one sentence each."""

from collections.abc import Mapping
from datetime import date

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.cases.review_case import ReviewCase
from services.panel.domain.meetings.agenda import below_target
from services.panel.domain.meetings.attendance import Mark
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.domain.meetings.membership import sectors_without_anybody


def preparation_points(
    meeting: PanelMeeting, cases: Mapping[str, ReviewCase], interested: Mapping[str, set[str]], on: date
) -> list[str]:
    """Points in the order of their weight; empty if nothing is in the way. ``cases`` by reference."""
    return [
        *_held_since(meeting, cases),
        *_without_quorum(meeting, interested),
        *_sectors(meeting),
        *_deputies_not_named(meeting),
        *([target] if (target := below_target(len(meeting.agenda), meeting.target_cases)) else []),
        *(["The day of the meeting has passed."] if on > meeting.held_on else []),
    ]


def _held_since(meeting: PanelMeeting, cases: Mapping[str, ReviewCase]) -> list[str]:
    on_agenda = [cases[item.case_reference] for item in meeting.agenda if item.case_reference in cases]
    return [
        f"{case.reference} cannot be decided: it is “{case.status_label}”. Take it off the agenda."
        for case in on_agenda
        if case.status is CaseStatus.DEFERRED or case.holds_against(CaseStatus.LISTED)
    ]


def _without_quorum(meeting: PanelMeeting, interested: Mapping[str, set[str]]) -> list[str]:
    listed = [item.case_reference for item in meeting.agenda]
    without = [
        case for case in listed if not meeting.expected_quorum_for(case, interested.get(case, set())).quorate
    ]
    return [f"Even if everybody comes there is no quorum for: {', '.join(without)}."] if without else []


def _deputies_not_named(meeting: PanelMeeting) -> list[str]:
    """Only the office can give a deputy a seat, without which nobody can name them."""
    waiting = [seat.name for seat in meeting.seats if seat.announced_without_a_name]
    if not waiting:
        return []
    return [
        f"A deputy is coming for {', '.join(waiting)}, and is not named: they cannot read the papers and will"
        " not count. Give the deputy a seat under Panel members, then name them under Change who is invited."
    ]


def _sectors(meeting: PanelMeeting) -> list[str]:
    missing = sectors_without_anybody(
        seat.sector for seat in meeting.seats if seat.mark is not Mark.APOLOGIES
    )
    return [f"Nobody is expected from: {', '.join(missing)}."] if missing else []
