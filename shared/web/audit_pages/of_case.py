"""For a case: who read what, when and why, and who changed it. It names nobody but those who work."""

from dataclasses import replace
from datetime import timedelta

from fastapi import Request, Response

from shared.auditing.reading.asked import CHANGES, DAYS_SHOWN, LISTS, READS, Asked, london_day
from shared.auditing.reading.queries import shares_of_case
from shared.errors import Fault, Invalid
from shared.people import Permission, check
from shared.storage import Transaction
from shared.web.audit_pages.asking import (
    file_of,
    lines_found,
    question,
    reference_of,
    said_of,
    ways_of,
)
from shared.web.audit_pages.ways import audits_elsewhere
from shared.web.rendering import page
from shared.web.transactions import Tx

PAGE = "audit_of_case"
KINDS_OF_LINES = {
    READS: "What was read",
    CHANGES: "What was changed",
    LISTS: "Lists and searches that showed it",
}


def audit_of_case(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_AUDIT)
    asked = question(request)
    shares = shares_of_case(tx, asked) if asked.case else []
    looked = _with_days(tx, asked)
    lines, more = lines_found(request, tx, looked) if asked.case else ([], False)
    case = reference_of(tx, asked.case)
    tx.audit("read_audit_of_case", case=case, reading=True, detail=said_of(tx, asked))
    return page(
        request,
        "audit_of_case.html",
        422 if asked.faults else 200,
        asked=asked,
        faults=asked.faults,
        people=[(each.person_id, each.person_name) for each in shares],
        shares=shares,
        lines=lines,
        looked=looked,
        kinds=KINDS_OF_LINES,
        ways=ways_of(request, PAGE, asked, lines, more),
        elsewhere=audits_elsewhere(request, PAGE),
    )


def audit_of_case_file(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_AUDIT)
    asked = _with_days(tx, question(request))
    if not asked.case:
        raise Invalid([Fault("case", "Enter the reference of a case")])
    answer, number = file_of(request, tx, asked, "audit-of-case")
    tx.audit(
        "export_audit_of_case",
        case=reference_of(tx, asked.case),
        reading=True,
        detail={**said_of(tx, asked), "lines": number},
    )
    return answer


def _with_days(tx: Transaction, asked: Asked) -> Asked:
    """Lists are looked through for a time: where no day is given, for the last four weeks."""
    if asked.what != LISTS:
        return asked
    until_on = asked.until_on or london_day(tx.at)
    from_on = asked.from_on or until_on - timedelta(days=DAYS_SHOWN - 1)
    return replace(asked, from_on=from_on, until_on=until_on)
