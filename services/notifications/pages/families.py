"""The families of all open cases: what is still to do for each, so that nobody is forgotten."""

from fastapi import Request, Response

from services.notifications.domain.family.still_to_do import FAMILY_CHECKS, FamilyRecord, still_to_do
from services.notifications.queries import family as families
from services.notifications.queries.clocks import open_case_references
from shared.people import Permission, check
from shared.web import HtmlRouter, Tx, page

html = HtmlRouter()


@html.get("/families", name="families")
def still_to_do_for_families(request: Request, tx: Tx, show: str = "") -> Response:
    check(tx.person, Permission.RECORD_FAMILY_CONTACT)
    records = _records(tx)
    todo = {reference: still_to_do(record) for reference, record in records.items()}
    wanted = show if show in {each.id for each in FAMILY_CHECKS} else ""
    rows = [
        (reference, checks)
        for reference, checks in todo.items()
        if checks and (not wanted or wanted in {each.id for each in checks})
    ]
    tx.audit("view_families", reading=True, detail={"cases": len(rows), "show": wanted})
    counts = [(each.id, each.says, sum(each in checks for checks in todo.values())) for each in FAMILY_CHECKS]
    return page(
        request, "families.html", rows=rows, counts=counts, open=len(records), values={"show": wanted}
    )


def _records(tx: Tx) -> dict[str, FamilyRecord]:
    """Every open case in a fixed number of queries."""
    references = list(open_case_references(tx))
    answers = families.latest_entries(tx, references)
    helped, asked = families.cases_with_key_worker(tx), families.unprepared_questions(tx)
    return {
        each: FamilyRecord(answers.get(each, {}), each in helped, asked.get(each, 0)) for each in references
    }
