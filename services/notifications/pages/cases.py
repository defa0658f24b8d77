"""Accepted cases: who is holding each one up, and everything the office knows about it."""

from datetime import date

from fastapi import Request, Response

from services.notifications.domain.clocks.moments import LONDON
from services.notifications.domain.clocks.stages import NEXT_STEPS, STAGES
from services.notifications.domain.notification import STATUS_NAMES, ChildDeathNotification, Status
from services.notifications.pages.case_sections import case_navigation
from services.notifications.pages.clocks import shown_reason
from services.notifications.pages.holding_up import CaseRow, case_row
from services.notifications.pages.presenting import answer_groups, missing_roles
from services.notifications.pages.triage import shown_changes
from services.notifications.pages.waiting_for import holding_lines
from services.notifications.queries import notifications as queries
from services.notifications.queries.clocks import breach_reasons_of, reviewed_cases, standings
from services.notifications.queries.retention import holds_of_case
from shared.errors import Fault
from shared.people import Permission, check
from shared.web import HtmlRouter, Posted, Tx, page

router = HtmlRouter()


@router.get("/cases", name="cases")
def cases(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    accepted = queries.gathering_cases(tx)
    reviewed = reviewed_cases(tx)
    waiting = _rows(tx, [each for each in accepted if each.case_reference not in reviewed])
    rows = [row for row in waiting if row.asked != row.answered or not row.asked]
    tx.audit("view_case_list", reading=True, detail={"cases": len(rows)})
    rows.sort(key=lambda row: (-row.overdue, -row.days))
    return page(request, "cases.html", rows=rows, searched=False, values={}, faults=[])


@router.post("/cases/search", name="search_cases")
def search(request: Request, tx: Tx, posted: Posted) -> Response:
    """Names are posted, never put in an address; who searched is audited, and what was found."""
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    wanted = posted.text("wanted")
    faults = [] if wanted else [Fault("wanted", "Write a case reference, a name or an NHS number")]
    found = queries.search(tx, wanted) if wanted else []
    tx.audit("search_cases", reading=True, detail={"found": [each.case_reference for each in found]})
    rows = _rows(tx, found)
    values = posted.texts()
    return page(request, "cases.html", rows=rows, searched=True, values=values, faults=faults)


@router.get("/cases/{reference}", name="case")
def case(request: Request, tx: Tx, reference: str) -> Response:
    check(tx.person, Permission.VIEW_IDENTIFIABLE_CASE)
    notification = queries.notification_of(tx, reference)
    standing = standings(tx, [reference], on=_today(tx))[reference]
    tx.audit("view_case", case=reference, reading=True)
    return page(
        request,
        "case.html",
        reference=reference,
        sections=case_navigation(request, tx.person, reference),
        status=STATUS_NAMES[notification.status],
        settled=not (notification.is_open or notification.status is Status.ACCEPTED),
        received_at=notification.notified_at,
        standing=standing,
        stage=STAGES[standing.stage],
        holding=holding_lines(standing, _today(tx)),
        next_step=NEXT_STEPS[standing.stage],
        reasons=breach_reasons_of(tx, [reference])[reference],
        reason_label=shown_reason,
        gaps=missing_roles(notification.answers),
        merged=queries.merged_into(tx, reference),
        groups=answer_groups(notification.answers),
        changes=shown_changes(notification),
        legal_holds=holds_of_case(tx, reference),
    )


def _rows(tx: Tx, notifications: list[ChildDeathNotification]) -> list[CaseRow]:
    requests = queries.requests_of(tx, [each.case_reference for each in notifications])
    on, reviewed = _today(tx), reviewed_cases(tx)
    return [
        case_row(each, requests[case], on=on, reviewed=case in reviewed)
        for each in notifications
        for case in [each.case_reference]
    ]


def _today(tx: Tx) -> date:
    return tx.at.astimezone(LONDON).date()
