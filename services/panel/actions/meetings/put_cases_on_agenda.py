"""The office puts several cases on an agenda at once: all of them, or none and what keeps each away."""

from collections.abc import Collection

from services.panel.actions.meetings.put_case_on_agenda import put_case_on_agenda
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.listing import check_listing, late_faults
from services.panel.domain.meetings.meetings import PanelMeeting
from services.panel.queries.cases import case_for_change
from services.panel.queries.meetings import meeting_for_change
from shared.errors import Conflict, Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction


def put_cases_on_agenda(
    tx: Transaction, *, meeting_id: str, case_references: Collection[str], late_because: str = ""
) -> None:
    """List them in this order, each once. Invalid names every case that cannot be listed; then none is."""
    check(tx.person, Permission.PREPARE_MEETING)
    meeting = meeting_for_change(tx, meeting_id)
    chosen = dict.fromkeys(case_references)
    # Locked in one order, whatever order they are listed in: two who list the same cases wait, and go on.
    faults = [fault for case in sorted(chosen) for fault in _faults(tx, meeting, case)]
    if faults := [*late_faults(meeting, late_because), *faults]:
        raise Invalid(faults)
    for case in chosen:
        put_case_on_agenda(tx, meeting_id=meeting_id, case_reference=case, late_because=late_because)


def _faults(tx: Transaction, meeting: PanelMeeting, case_reference: str) -> list[Fault]:
    try:
        check_listing(meeting, case_for_change(tx, case_reference), on=london_day(tx.at))
    except Conflict as refused:
        return [Fault("cases", f"{case_reference}: {refused.title}. {refused.detail}")]
    return []
