"""For a person: which cases, lists, searches and files they read, with counts for each day."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from fastapi import Request, Response

from shared.auditing.reading.asked import CHANGES, DAYS_SHOWN, READS, Asked, london_day
from shared.auditing.reading.lines import days_of
from shared.auditing.reading.queries import cases_read_by_day, counts_of_person, people_in_audit
from shared.auditing.reading.words import KINDS
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
    words,
)
from shared.web.audit_pages.ways import audits_elsewhere
from shared.web.rendering import page
from shared.web.transactions import Tx

PAGE = "audit_of_person"
KINDS_OF_LINES = {READS: "What was read", CHANGES: "What was changed"}


def audit_of_person(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_AUDIT)
    asked = _with_days(tx, question(request))
    people = people_in_audit(tx)
    tx.audit(
        "read_audit_of_person", case=reference_of(tx, asked.case), reading=True, detail=said_of(tx, asked)
    )
    lines, more = lines_found(request, tx, asked) if asked.person else ([], False)
    days = _days(request, tx, asked) if asked.person else []
    return page(
        request,
        "audit_of_person.html",
        422 if asked.faults else 200,
        asked=asked,
        faults=asked.faults,
        people=people,
        name=dict(people).get(asked.person, ""),
        days=days,
        kinds={kind: says for kind, says in KINDS.items() if any(kind in day.by_kind for day in days)},
        lines=lines,
        kinds_of_lines=KINDS_OF_LINES,
        ways=ways_of(request, PAGE, asked, lines, more),
        elsewhere=audits_elsewhere(request, PAGE),
    )


def audit_of_person_file(request: Request, tx: Tx) -> Response:
    check(tx.person, Permission.VIEW_AUDIT)
    asked = _with_days(tx, question(request))
    if not asked.person:
        raise Invalid([Fault("person", "Choose a person")])
    answer, number = file_of(request, tx, asked, "audit-of-person")
    said = {**said_of(tx, asked), "lines": number}
    tx.audit("export_audit_of_person", case=reference_of(tx, asked.case), reading=True, detail=said)
    return answer


def _days(request: Request, tx: Transaction, asked: Asked) -> Any:
    every_case = replace(asked, case="")
    return days_of(counts_of_person(tx, every_case), cases_read_by_day(tx, every_case), words(request))


def _with_days(tx: Transaction, asked: Asked) -> Asked:
    """Somebody's reading is shown for a time: where no day is given, for the last four weeks."""
    until_on = asked.until_on or london_day(tx.at)
    from_on = asked.from_on or until_on - timedelta(days=DAYS_SHOWN - 1)
    what = asked.what if asked.what in KINDS_OF_LINES else READS
    return replace(asked, until_on=until_on, from_on=from_on, what=what)
