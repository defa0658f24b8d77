"""The office puts a ready case on the agenda of a meeting."""

from services.panel.domain.cases.case_status import CaseStatus
from services.panel.domain.london_days import london_day
from services.panel.domain.meetings.listing import check_listing
from services.panel.queries.cases import case_for_change
from services.panel.queries.meetings import meeting_for_change
from shared.people import Permission, check
from shared.storage import Transaction


def put_case_on_agenda(
    tx: Transaction, *, meeting_id: str, case_reference: str, late_because: str = ""
) -> None:
    """List the case. Refuses CaseCannotBeListed with the reasons, AgendaFixed and AlreadyOnTheAgenda.

    Once the agenda has gone out it is a late item: Invalid without a reason.
    """
    check(tx.person, Permission.PREPARE_MEETING)
    meeting, case = meeting_for_change(tx, meeting_id), case_for_change(tx, case_reference)
    check_listing(meeting, case, on=london_day(tx.at))
    item = meeting.list_case(case.reference, by=tx.person.id, at=tx.at, late_because=late_because)
    case.move_to(CaseStatus.LISTED, by=tx.person.id, at=tx.at)
    detail = {"meeting": meeting.id, "position": item.position, "late": bool(item.late_because)}
    tx.audit("put_case_on_agenda", case=case.reference, subject=meeting.id, detail=detail)
